import { findingsOf, onError, onTimer, verdictOf } from '../testing/composition-xml';
import { flows } from '../testing/model-xml';

const asks = { lines: ['start send-ask get-answer end'] };

describe('a wait whose sender fails in silence', () => {
  const answers = (more: string) => ({
    lines: ['got-ask task sent-answer', more],
    more: onError('failed', 'task', 'BAD'),
  });

  test('is an error, with a shortest run', async () => {
    const [finding, ...others] = await findingsOf({
      buyer: asks,
      seller: answers('failed clean end-failed'),
    });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'error',
      rule: 'failure-not-propagated',
      element: 'get-answer',
      participant: 'buyer',
      path: ['start', 'send-ask', 'got-ask', 'task', 'failed', 'clean', 'end-failed', 'get-answer'],
    });
    expect(finding?.message).toContain('failed of seller');
  });

  test('is none when the failure is told', async () => {
    expect(await verdictOf({ buyer: asks, seller: answers('failed sent-answer') })).toEqual([]);
  });

  test('is none when the error goes on to undo the saga', async () => {
    expect(await verdictOf({ buyer: asks, seller: answers('failed error-OVER') })).toEqual([]);
  });

  test('is none when nothing catches the error: the saga is undone', async () => {
    expect(await verdictOf({ buyer: asks, seller: { lines: ['got-ask task sent-answer'] } })).toEqual([]);
  });

  test('is none when the wait has a way out by time', async () => {
    const buyer = { lines: ['start send-ask race get-answer end', 'race wait end'] };
    expect(await verdictOf({ buyer, seller: answers('failed end-failed') })).toEqual([]);
  });

  test.each([
    ['a timer on its task', onTimer('late', 'task')],
    ['an error that is caught whatever its code', onError('late', 'task')],
  ])('is found behind %s', async (_, more) => {
    const seller = { lines: ['got-ask task sent-answer', 'late end-late'], more };
    const [finding] = await findingsOf({ buyer: asks, seller });
    expect(finding).toMatchObject({
      severity: 'error',
      rule: 'failure-not-propagated',
      element: 'get-answer',
    });
    expect(finding?.path).toContain('late');
  });

  test('is found in a sub-process, too', async () => {
    const inside = `<startEvent id="in" /><serviceTask id="task" /><boundaryEvent id="failed" attachedToRef="task"><errorEventDefinition /></boundaryEvent>
<endEvent id="out" /><sendTask id="sent-answer" messageRef="message-answer" /><endEvent id="out-2" />${flows('in task sent-answer out', 'failed out-2')}`;
    const seller = { lines: ['got-ask sub end-2'], more: `<subProcess id="sub">${inside}</subProcess>` };
    expect(await verdictOf({ buyer: asks, seller })).toEqual(['error failure-not-propagated get-answer']);
  });

  test('is found behind a participant in between', async () => {
    const [finding, ...others] = await findingsOf({
      buyer: asks,
      seller: { lines: ['got-ask task send-order end-2', 'failed end-3'], more: onError('failed', 'task') },
      carrier: { lines: ['got-order task-2 sent-answer'] },
    });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ rule: 'failure-not-propagated', element: 'get-answer' });
  });
});

describe('a parallel gateway in front of alternatives', () => {
  const bank = {
    lines: ['got-ask task sent-paid', 'declined sent-unpaid'],
    more: onError('declined', 'task', 'NO'),
  };

  test('is an error at the gateway', async () => {
    const shop = { lines: ['start send-ask and get-paid end', 'and get-unpaid end-2'] };
    const [finding, ...others] = await findingsOf({ shop, bank });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'error',
      rule: 'parallel-before-exclusive-catches',
      element: 'and',
      participant: 'shop',
    });
    expect(finding?.path.at(-1)).toMatch(/^get-(un)?paid$/);
  });

  test('is none with an event-based gateway in its place', async () => {
    const shop = { lines: ['start send-ask race get-paid end', 'race get-unpaid end-2'] };
    expect(await verdictOf({ shop, bank })).toEqual([]);
  });

  test('is none when both messages are sent', async () => {
    const shop = { lines: ['start send-ask and get-paid end', 'and get-unpaid end-2'] };
    expect(await verdictOf({ shop, bank: { lines: ['got-ask task send-paid sent-unpaid'] } })).toEqual([]);
  });
});

describe('participants that wait for one another', () => {
  test('are one deadlock that names them all', async () => {
    const [finding, ...others] = await findingsOf({
      left: { lines: ['start send-begin get-b send-a end'] },
      right: { lines: ['got-begin get-a send-b end-2'] },
    });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity: 'error', rule: 'deadlock' });
    expect(finding?.message).toMatch(/get-b of left and get-a of right/);
  });

  test('are none when one sends first', async () => {
    expect(
      await verdictOf({
        left: { lines: ['start send-begin get-b send-a end'] },
        right: { lines: ['got-begin send-b get-a end-2'] },
      }),
    ).toEqual([]);
  });
});

describe('a message that is never sent', () => {
  test('is an error where it is awaited', async () => {
    const seller = { lines: ['got-ask xor end-2', 'xor-2 sent-answer'] };
    expect(await verdictOf({ buyer: asks, seller })).toContain('error message-never-sent get-answer');
  });
});

describe('joins', () => {
  test('that not all flows reach are an error in a composition', async () => {
    const [finding] = await findingsOf({ shop: { lines: ['start xor task and end', 'xor task-2 and'] } });
    expect(finding).toMatchObject({ severity: 'error', rule: 'deadlock', element: 'and' });
  });

  test('that wait for a branch with a hang are not blamed for it', async () => {
    const shop = { lines: ['start send-ask and-split get-answer and-join end', 'and-split task and-join'] };
    const seller = {
      lines: ['got-ask task-2 sent-answer', 'failed end-2'],
      more: onError('failed', 'task-2'),
    };
    expect(await verdictOf({ shop, seller })).toEqual(['error failure-not-propagated get-answer']);
  });

  test('behind an inclusive split are inclusive, and none', async () => {
    expect(await verdictOf({ shop: { lines: ['start or task or-join end', 'or task-2 or-join'] } })).toEqual(
      [],
    );
  });
});

describe('a sub-process that is interrupted', () => {
  test('takes with it the tokens that wait at its joins', async () => {
    const inside = `<startEvent id="in" /><parallelGateway id="fork" /><serviceTask id="one" /><serviceTask id="two" /><parallelGateway id="join" /><endEvent id="out" />${flows('in fork one join out', 'fork two join')}`;
    const more = `<subProcess id="sub">${inside}</subProcess>${onTimer('late', 'sub')}${onError('failed', 'sub')}`;
    const lines = ['start sub end', 'late end-2', 'failed end-3'];
    expect(await verdictOf({ shop: { lines, more } })).toEqual([]);
  });
});

describe('messages that come late', () => {
  test('are none when their receiver has lost a race and has ended', async () => {
    const buyer = { lines: ['start send-ask race get-answer end', 'race wait end'] };
    expect(await verdictOf({ buyer, seller: { lines: ['got-ask task sent-answer'] } })).toEqual([]);
  });
});

describe('several instances of a fragment', () => {
  test('work side by side', async () => {
    const lead = { lines: ['start and-split send-ask and-join', 'and-split send-ask-2 and-join task end'] };
    const helper = { lines: ['got-ask and-2 task-2 and-3', 'and-2 task-3 and-3 end-2'] };
    expect(await verdictOf({ lead, helper })).toEqual([]);
  });
});
