import { compileScore } from './compile-score';
import type { Score } from './model';
import {
  around,
  collaboration,
  extensions,
  flows,
  message,
  messageEvent,
  nodeOf,
  processOf,
  refusalsOf,
} from './testing/model-xml';

const thrown = (id: string, name?: string, inside = ''): string =>
  messageEvent('intermediateThrowEvent', id, name, inside);
const caught = (id: string, name?: string): string => messageEvent('intermediateCatchEvent', id, name);
const started = (id: string, name?: string): string => messageEvent('startEvent', id, name);
const start = '<startEvent id="begin" />';

/** `a` asks, `b` is started by it and answers. */
const dialogue = (
  asks = thrown('ask', 'question'),
  roots = message('question') + message('answer'),
): string =>
  collaboration(
    {
      a: { process: `${start}${asks}${caught('heard', 'answer')}${flows('begin ask heard')}` },
      b: {
        process: `${started('asked', 'question')}${messageEvent('endEvent', 'tell', 'answer')}${flows('asked tell')}`,
      },
    },
    [
      ['ask', 'asked'],
      ['tell', 'heard'],
    ],
    roots,
  );

describe('messages inside a composition', () => {
  test('follow the message flows', async () => {
    const score = await compileScore(dialogue());
    expect(nodeOf(score, 'ask').message?.receivers).toEqual([
      { participant: 'b', processId: 'b', elementId: 'asked' },
    ]);
    expect(nodeOf(score, 'tell').message?.receivers).toEqual([
      { participant: 'a', processId: 'a', elementId: 'heard' },
    ]);
    expect(nodeOf(score, 'asked').message?.inner).toBe(true);
    expect(nodeOf(score, 'heard').message).toMatchObject({ inner: true });
    expect(score.messageFlows).toContainEqual({
      id: 'ask-asked',
      source: 'ask',
      target: 'asked',
      sender: 'a',
      receiver: 'b',
    });
  });

  test('need no names', async () => {
    const xml = collaboration(
      {
        a: {
          process: `${start}<intermediateThrowEvent id="ask" name="Ask for stock"><messageEventDefinition /></intermediateThrowEvent>${flows('begin ask')}`,
        },
        b: { process: started('asked') },
      },
      [['ask', 'asked']],
    );
    const score = await compileScore(xml);
    expect(nodeOf(score, 'ask').message?.name.evaluate({})).toBe('Ask for stock');
    expect(nodeOf(score, 'asked').message?.name.evaluate({})).toBe('Ask for stock');
  });

  test('to a catch with a subscription come from outside as well', async () => {
    const score = await compileScore(
      dialogue(undefined, message('question') + message('answer', '=orderId')),
    );
    expect(nodeOf(score, 'tell').message?.receivers).toEqual([
      { participant: 'a', processId: 'a', elementId: 'heard' },
    ]);
    expect(nodeOf(score, 'heard').message?.inner).toBe(false);
  });

  test('may be sent to several participants at once', async () => {
    const xml = collaboration(
      {
        a: { process: start + thrown('ask', 'm') + flows('begin ask') },
        b: { process: started('b-asked', 'm') },
        c: { process: started('c-asked', 'm') },
      },
      [
        ['ask', 'b-asked'],
        ['ask', 'c-asked'],
      ],
      message('m'),
    );
    expect(
      nodeOf(await compileScore(xml), 'ask').message?.receivers.map(({ processId }) => processId),
    ).toEqual(['b', 'c']);
  });

  const twoCatches = (process: string): string =>
    collaboration(
      { a: { process: start + thrown('ask', 'm') + flows('begin ask') }, b: { process } },
      [
        ['ask', 'first'],
        ['ask', 'second'],
      ],
      message('m') + message('n') + message('k', '=key'),
    );

  test('are not awaited twice, one after the other, by one participant', async () => {
    const inSequence = `<startEvent id="s" />${caught('first', 'm')}<task id="between" />${caught('second', 'm')}${flows('s first between second')}`;
    expect(await refusalsOf(twoCatches(inSequence))).toEqual(['message-sent-once ask']);
    const fromStart = `${started('first', 'm')}<subProcess id="sub"><startEvent id="in" />${caught('second', 'm')}${flows('in second')}</subProcess>${flows('first sub')}`;
    expect(await refusalsOf(twoCatches(fromStart))).toEqual(['message-sent-once ask']);
  });

  test('may be awaited in alternatives of one participant', async () => {
    const alternatives = `<startEvent id="s" /><parallelGateway id="fork" />${caught('first', 'm')}${caught('second', 'n')}${flows('s fork first', 'fork second')}`;
    expect(await refusalsOf(twoCatches(alternatives))).toEqual([]);
  });
});

describe('messages to and from the outside', () => {
  const withOutside = (process: string, flow: [string, string], roots = message('m')): string =>
    collaboration({ a: { process }, outside: {} }, [flow], roots);

  test('a message start event needs no subscription', async () => {
    for (const xml of [
      collaboration({ a: { process: started('placed', 'm') } }, [], message('m')),
      withOutside(started('placed', 'm'), ['pool-outside', 'placed']),
      processOf(started('placed', 'm'), message('m')),
    ]) {
      expect(nodeOf(await compileScore(xml), 'placed').message).toMatchObject({ inner: false });
    }
  });

  test('a message flow to a pool without a process goes outside', async () => {
    const score = await compileScore(
      withOutside(start + thrown('tell', 'm') + flows('begin tell'), ['tell', 'pool-outside']),
    );
    expect(nodeOf(score, 'tell')).toMatchObject({ kind: 'messageThrowEvent', message: { receivers: [] } });
  });

  test('a throw with a task definition is work for a worker', async () => {
    const definition = extensions('<zeebe:taskDefinition type="mail" />');
    const process = `${start}${thrown('tell', 'm', definition)}${messageEvent('endEvent', 'end', 'm', definition)}${flows('begin tell end')}`;
    const score = await compileScore(processOf(process, message('m')));
    for (const id of ['tell', 'end']) {
      expect(nodeOf(score, id)).toMatchObject({ message: undefined });
      expect(nodeOf(score, id).job?.type.evaluate({})).toBe('mail');
    }
  });

  test('a throw with neither task definition nor message flow is refused', async () => {
    const process = start + thrown('tell', 'm') + flows('begin tell');
    expect(await refusalsOf(collaboration({ a: { process } }, [], message('m')))).toEqual([
      'message-without-receiver tell',
    ]);
    expect(await refusalsOf(processOf(process, message('m')))).toEqual(['message-without-receiver tell']);
  });

  test('a catch with neither subscription nor message flow is refused', async () => {
    for (const wait of [caught('wait', 'm'), '<receiveTask id="wait" messageRef="message-m" />']) {
      const process = start + wait + flows('begin wait');
      expect(await refusalsOf(collaboration({ a: { process } }, [], message('m')))).toEqual([
        'message-never-sent wait',
      ]);
    }
  });

  test('a catch that only the outside sends to needs a key', async () => {
    const process = start + caught('wait', 'm') + flows('begin wait');
    expect(await refusalsOf(withOutside(process, ['pool-outside', 'wait']))).toEqual([
      'message-never-sent wait',
    ]);
    expect(await refusalsOf(withOutside(process, ['pool-outside', 'wait'], message('m', '=id')))).toEqual([]);
  });

  test('work may send to the outside, but not into a pool that waits for a message of the saga', async () => {
    const process = around('<userTask id="work" />', 'work');
    expect(await refusalsOf(withOutside(process, ['work', 'pool-outside']))).toEqual([]);
    const other = `<startEvent id="s" />${caught('wait', 'm')}${flows('s wait')}`;
    expect(
      await refusalsOf(
        collaboration({ a: { process }, b: { process: other } }, [['work', 'wait']], message('m')),
      ),
    ).toEqual(['message-never-sent wait']);
  });
});

describe('message flows', () => {
  test('to the border of a pool mean its one event for the message', async () => {
    const asking = (process: string): string =>
      collaboration(
        { a: { process: start + thrown('ask', 'm') + flows('begin ask') }, b: { process } },
        [['ask', 'pool-b']],
        message('m') + message('n'),
      );
    const score: Score = await compileScore(asking(started('asked', 'm')));
    expect(nodeOf(score, 'ask').message?.receivers).toEqual([
      { participant: 'b', processId: 'b', elementId: 'asked' },
    ]);
    expect(await refusalsOf(asking(started('asked', 'n')))).toEqual(['message-without-receiver ask-pool-b']);
    const twice = started('asked', 'm') + caught('heard', 'm') + flows('asked heard');
    expect(await refusalsOf(asking(twice))).toContain('message-without-receiver ask-pool-b');
  });

  test('from the border of a pool mean its one event that sends the message', async () => {
    const score = await compileScore(
      collaboration(
        {
          a: { process: start + thrown('ask', 'm') + flows('begin ask') },
          b: { process: started('asked', 'm') },
        },
        [['pool-a', 'asked']],
        message('m'),
      ),
    );
    expect(nodeOf(score, 'ask').message?.receivers).toEqual([
      { participant: 'b', processId: 'b', elementId: 'asked' },
    ]);
    const silent = collaboration(
      { a: { process: start }, b: { process: started('asked', 'm') } },
      [['pool-a', 'asked']],
      message('m'),
    );
    expect(await refusalsOf(silent)).toEqual(['message-never-sent pool-a-asked']);
  });

  test('lead to events that receive', async () => {
    const process = `<startEvent id="s" /><userTask id="task" />${flows('s task')}`;
    const xml = collaboration(
      { a: { process: start + thrown('ask', 'm') + flows('begin ask') }, b: { process } },
      [['ask', 'task']],
      message('m'),
    );
    expect(await refusalsOf(xml)).toEqual(['message-without-receiver ask-task']);
  });

  test('begin at events that send', async () => {
    const xml = collaboration(
      { a: { process: start }, b: { process: started('asked', 'm') } },
      [['begin', 'asked']],
      message('m'),
    );
    expect(await refusalsOf(xml)).toEqual(['message-flow begin-asked']);
  });

  test('connect different pools', async () => {
    const process = `${start}${thrown('ask', 'm')}${caught('heard', 'm')}${flows('begin ask heard')}`;
    expect(await refusalsOf(collaboration({ a: { process } }, [['ask', 'heard']], message('m')))).toEqual([
      'message-flow ask-heard',
    ]);
  });

  test('with an end that was refused are not reported once more', async () => {
    const process = `${start}<choreographyTask id="ask" initiatingParticipantRef="pool-a" />${flows('begin ask')}`;
    const xml = collaboration(
      { a: { process }, b: { process: `<startEvent id="s" />${caught('asked', 'm')}${flows('s asked')}` } },
      [['ask', 'asked']],
      message('m'),
    );
    expect(await refusalsOf(xml)).toEqual(['not-supported ask']);
  });
});
