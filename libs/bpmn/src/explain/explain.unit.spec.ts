import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileScore } from '../compile-score';
import { copyElement } from '../document/copy-element';
import type { ModelElement } from '../document/model-document';
import { readModel } from '../document/read-model';
import { differences } from '../document/testing/differences';
import { xmlTree } from '../document/testing/xml-tree';
import { writeModel } from '../document/write-model';
import {
  around,
  collaboration,
  extensions,
  flows,
  message,
  messageEvent,
  nodeOf,
  processOf,
  property,
} from '../testing/model-xml';
import { childOf } from '../xml/element';
import { explainModel } from './explain-model';

const root = join(__dirname, '../../../..');
const explain = async (xml: string): Promise<string> => explainModel(await readModel(xml));

const timed = (id: string, rest = ''): string =>
  `<serviceTask id="${id}" name="Do ${id}" ${rest}>${extensions(property('timeout', 'PT15S'))}</serviceTask>`;
const pool = (content: string, roots = ''): string =>
  collaboration({ payment: { process: content } }, [], roots);

describe('timeouts', () => {
  test('are drawn as timers that end in the error TIMEOUT', async () => {
    const score = await compileScore(await explain(pool(around(timed('charge'), 'charge'))));
    const timer = nodeOf(score, 'charge_timeout');
    expect(timer).toMatchObject({ kind: 'timerBoundaryEvent', attachedTo: 'charge', interrupting: true });
    expect(timer.timer).toMatchObject({ type: 'duration', value: { constant: 'PT15S' } });
    const [end] = timer.outgoing.map(({ target }) => target);
    expect(end).toMatchObject({ kind: 'errorEndEvent', errorCode: { constant: 'TIMEOUT' } });
  });

  test.each([
    ['with the code', '<errorEventDefinition errorRef="e" />'],
    ['of any error', '<errorEventDefinition />'],
  ])('go where a drawn boundary event %s leads', async (_, definition) => {
    const caught = `<boundaryEvent id="late" attachedToRef="charge">${definition}</boundaryEvent><task id="apologise" />${flows('late apologise')}`;
    const model = pool(around(timed('charge'), 'charge', caught), '<error id="e" errorCode="TIMEOUT" />');
    const xml = await explain(model);
    const timer = nodeOf(await compileScore(xml), 'charge_timeout');
    expect(timer.outgoing.map(({ target }) => target.id)).toEqual(['apologise']);
    expect(xml.match(/<bpmn:error /g)).toHaveLength(1);
  });

  test('of another code caught at the task end in the error', async () => {
    const caught = `<boundaryEvent id="no" attachedToRef="charge"><errorEventDefinition errorRef="e" /></boundaryEvent>`;
    const model = pool(around(timed('charge'), 'charge', caught), '<error id="e" errorCode="DECLINED" />');
    const timer = nodeOf(await compileScore(await explain(model)), 'charge_timeout');
    expect(timer.outgoing.map(({ target }) => target.kind)).toEqual(['errorEndEvent']);
  });

  test('inside of a sub-process end inside of it', async () => {
    const inside = `<subProcess id="sub"><startEvent id="in" />${timed('charge')}${flows('in charge')}</subProcess>`;
    const score = await compileScore(await explain(pool(around(inside, 'sub'))));
    const timer = nodeOf(score, 'charge_timeout');
    expect([timer, ...timer.outgoing.map(({ target }) => target)].map(({ scope }) => scope)).toEqual([
      'sub',
      'sub',
    ]);
  });

  test('of compensation handlers are not drawn: they count as failed attempts', async () => {
    const undone = `<task id="do" /><boundaryEvent id="b" attachedToRef="do"><compensateEventDefinition /></boundaryEvent>${timed('undo', 'isForCompensation="true"')}<association id="a" sourceRef="b" targetRef="undo" />`;
    expect(await explain(pool(around(undone, 'do')))).not.toContain('undo_timeout');
  });
});

describe('errors that nothing catches', () => {
  const undoOf = (xml: string): string | undefined => /<bpmn:subProcess id="([^"]*_undo)"/.exec(xml)?.[1];

  test('undo the saga', async () => {
    const xml = await explain(pool(around('<task id="do" />', 'do')));
    const score = await compileScore(xml);
    expect(score.processes[0]?.eventSubProcesses.map(({ id }) => id)).toEqual(['payment_undo']);
    expect(nodeOf(score, 'payment_error')).toMatchObject({ kind: 'errorStartEvent', errorCode: undefined });
    expect(nodeOf(score, 'payment_undone').kind).toBe('compensationEndEvent');
  });

  test('are not drawn where the modeller has drawn what happens to them', async () => {
    const drawn = `<subProcess id="own" triggeredByEvent="true"><startEvent id="any"><errorEventDefinition /></startEvent></subProcess>`;
    expect(undoOf(await explain(pool(around('<task id="do" />', 'do', drawn))))).toBeUndefined();
  });

  test('undo nothing in a process without a pool', async () => {
    expect(undoOf(await explain(processOf(around('<task id="do" />', 'do'))))).toBeUndefined();
  });
});

test('default job types and retries are written out, and marked', async () => {
  const own = `<serviceTask id="own">${extensions('<zeebe:taskDefinition type="mine" />')}</serviceTask>`;
  const full = `<serviceTask id="full">${extensions('<zeebe:taskDefinition type="all" retries="7" />')}</serviceTask>`;
  const content = `<startEvent id="s" /><serviceTask id="charge" name="Charge card" />${own}${full}${flows('s charge own full')}`;
  const xml = await explain(pool(content));
  expect(xml).toContain(
    '<zeebe:taskDefinition type="payment.chargeCard" retries="3" partitura:derived="type retries" />',
  );
  expect(xml).toContain('<zeebe:taskDefinition type="mine" retries="3" partitura:derived="retries" />');
  expect(xml).toContain('<zeebe:taskDefinition type="all" retries="7" />');
  expect(xml).toContain('derived: default job types\nCharge card: job payment.chargeCard, 3 retries');
});

test('events that correlate by the saga id are named', async () => {
  const model = collaboration(
    {
      a: { process: `<startEvent id="s" />${messageEvent('endEvent', 'ask', 'm')}${flows('s ask')}` },
      b: { process: messageEvent('startEvent', 'asked', 'm') },
    },
    [['ask', 'asked']],
    message('m'),
  );
  const xml = await explain(model);
  expect(xml).toContain('derived: correlated by the saga id\nasked');
  expect(xml.match(/correlated by the saga id/g)).toHaveLength(1);
});

describe('what was drawn', () => {
  const models = globSync('{processes,benchmarks,apps}/**/*.bpmn', { cwd: root }).sort();

  /** The explained model without what is marked as derived. */
  async function withoutDerived(xml: string): Promise<string> {
    const document = await readModel(xml);
    const isDerived = (element: ModelElement | undefined): boolean =>
      element?.$attrs?.['partitura:derived'] === 'true';
    const definitions = copyElement(document.definitions, undefined, (child) =>
      isDerived(child) || isDerived(childOf(child, 'bpmnElement') as ModelElement | undefined)
        ? undefined
        : child,
    );
    return writeModel({ ...document, definitions });
  }

  test.each(models)('stays in %s, and the result can be compiled', async (path) => {
    const xml = readFileSync(join(root, path), 'utf8');
    const score = await compileScore(xml).catch(() => undefined);
    if (!score) return;
    const explained = await explain(xml);
    await compileScore(explained);
    const changed = differences(xmlTree(xml), xmlTree(await withoutDerived(explained)));
    const allowed = [
      // Pools grow; task definitions are completed in place.
      /BPMNShape[^/]*\/Bounds @(width|height)/,
      /taskDefinition @(type|retries|\{https:\/\/partitura\.dev\/schema\/1\.0\}derived): undefined became/,
      /: 0 .*extensionElements became 1/,
      /: 0 .*taskDefinition became 1/,
      /: 0 .*documentation became/,
    ];
    expect(changed.filter((line) => !allowed.some((one) => one.test(line)))).toEqual([]);
  });
});
