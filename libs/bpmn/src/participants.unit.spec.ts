import { compileScore } from './compile-score';
import {
  collaboration,
  flows,
  message,
  messageEvent,
  nodeOf,
  problemsOf,
  refusalsOf,
} from './testing/model-xml';

const start = '<startEvent id="begin" />';

describe('participants', () => {
  test.each([
    ['Order Service', 'order-service'],
    ['CUSTOMERS', 'customers'],
    ['payment', 'payment'],
    ['  Ship & Deliver (EU) ', 'ship-deliver-eu'],
    ['Zahlungs-Dienst 2', 'zahlungs-dienst-2'],
    ['Café Müller', 'cafe-muller'],
  ])('%s is called %s', async (label, name) => {
    const score = await compileScore(collaboration({ p: { name: label, process: start } }));
    expect(score).toMatchObject({ id: 'collaboration', composition: true });
    expect(score.participants).toEqual([{ id: 'pool-p', name, label: label.trim(), processId: 'p' }]);
    expect(score.processes[0]?.participant).toBe(name);
  });

  test('have names of their own', async () => {
    const twice = collaboration({
      a: { name: 'Order Service', process: start },
      b: { name: 'order-service', process: '<startEvent id="other" />' },
    });
    expect(await refusalsOf(twice)).toEqual(['participant-name pool-b']);
  });

  test.each(['', '   ', '!!', '注文', 'Orchestrator'])('with a process are not called "%s"', async (name) => {
    const [problem, ...others] = await problemsOf(collaboration({ p: { name, process: start } }));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ rule: 'participant-name', element: 'pool-p' });
  });

  test('without a process may be called anything', async () => {
    const score = await compileScore(
      collaboration({ p: { process: start }, outside: { name: '注文' }, other: { name: '' } }),
    );
    expect(score.participants.map(({ processId }) => processId)).toEqual(['p', undefined, undefined]);
  });

  test('whose process is not executable are outside', async () => {
    const draft = { process: messageEvent('startEvent', 'asked', 'm'), executable: false };
    const score = await compileScore(
      collaboration(
        {
          p: { process: start + messageEvent('intermediateThrowEvent', 'ask', 'm') + flows('begin ask') },
          q: draft,
        },
        [['ask', 'asked']],
        message('m'),
      ),
    );
    expect(score.processes.map(({ id }) => id)).toEqual(['p']);
    expect(nodeOf(score, 'ask').message?.receivers).toEqual([]);
    expect(await refusalsOf(collaboration({ q: draft }, [], message('m')))).toEqual(['nothing-executable q']);
  });

  test('have a process each', async () => {
    const xml = collaboration({ p: { process: start }, q: {} }).replace(
      'id="pool-q"',
      'id="pool-q" processRef="p"',
    );
    expect(await refusalsOf(xml)).toEqual(['participant-process pool-q']);
  });
});

test('problems name the participant in whose process they are', async () => {
  const [problem] = await problemsOf(
    collaboration({ a: { name: 'Order Service', process: `${start}<callActivity id="x" />` } }),
  );
  expect(problem).toMatchObject({ participant: 'order-service', element: 'x' });
});
