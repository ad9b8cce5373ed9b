import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { compileSketch } from '../compile-score';
import { checkScore } from './check-score';
import type { Finding } from './finding';

const root = join(__dirname, '../../../..');
const models = join(
  resolve(process.env['PARTITURA_SHARED'] ?? join(root, '../shared')),
  'conformance/fragments-paper',
);
const papers = existsSync(models) ? describe : describe.skip;

async function findingsIn(name: string): Promise<readonly Finding[]> {
  const sketch = await compileSketch(readFileSync(join(models, `${name}.bpmn`), 'utf8'));
  if (!sketch) throw new Error(`The flow of ${name} cannot be read.`);
  return checkScore(sketch);
}

papers("the models of the fragments' paper", () => {
  test('the purchase order has two defects', async () => {
    const findings = await findingsIn('PurchaseOrder');
    expect(findings).toHaveLength(2);

    // Inventory tells nobody when there is not enough stock: customers waits for the shipment for ever.
    expect(findings).toContainEqual(
      expect.objectContaining({
        severity: 'error',
        rule: 'failure-not-propagated',
        element: 'IntermediateThrowEvent_08qzkak',
        participant: 'customers',
        path: [
          'StartEvent_1nu2tlq',
          'ServiceTask_0626o4t',
          'Task_0dwg5by',
          'IntermediateThrowEvent_06f6r4x',
          'StartEvent_117vzcr',
          'ServiceTask_0l7xx9r',
          'IntermediateThrowEvent_05lkfcb',
          'Task_15zmvin',
          'Task_0wcbuzx',
          'EndEvent_0ki3b03',
          'IntermediateThrowEvent_08qzkak',
        ],
      }),
    );

    // Inventory waits for the payment and for its failure at the same time; here it is paid. What customers, inventory and
    // payment do at the same time stands in any order.
    const split = findings.find(({ rule }) => rule === 'parallel-before-exclusive-catches');
    expect(split).toMatchObject({
      severity: 'error',
      element: 'ExclusiveGateway_1uiyby4',
      participant: 'inventory',
    });
    const path = [
      'StartEvent_1nu2tlq',
      'ServiceTask_0626o4t',
      'Task_0dwg5by',
      'IntermediateThrowEvent_06f6r4x',
      'StartEvent_117vzcr',
      'ServiceTask_0l7xx9r',
      'Task_0sfhu0v',
      'IntermediateThrowEvent_0xnxekh',
      'ExclusiveGateway_1uiyby4',
      'StartEvent_0ofkwm5',
      'Task_0e2o1cj',
      'ServiceTask_1l3sk3a',
      'EndEvent_0uxtgne',
      'IntermediateThrowEvent_0egi58r',
      'Task_1ybeur7',
      'EndEvent_055p86a',
      'IntermediateThrowEvent_19t8t3k',
    ];
    expect(split?.path.toSorted()).toEqual(path.toSorted());
    expect(split?.path.slice(0, 8)).toEqual(path.slice(0, 8));
    expect(split?.path.at(-1)).toBe(path.at(-1));
  });

  // An exclusive gateway asks "Health anomaly?", and a parallel gateway waits for both of its ways: for the visit of the
  // caregiver and for that of the doctor, of whom only one is called.
  test('the health care system joins two alternatives', async () => {
    const [finding, ...others] = await findingsIn('HealthCareSystem');
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'error',
      rule: 'deadlock',
      element: 'ExclusiveGateway_0yxp7tq',
      participant: 'heath-care-system',
    });
    const path = finding?.path ?? [];
    expect(path.slice(0, 2)).toEqual(['StartEvent_1k19m35', 'Task_1s28xxb']);
    expect(path.slice(-4)).toEqual([
      'ExclusiveGateway_1q31dzr',
      'Task_0n920vz',
      'Task_1yoy44p',
      'ExclusiveGateway_0yxp7tq',
    ]);
  });

  // Four starts, each with a chain of tasks to an end of its own: nothing is joined, nothing is awaited.
  test('the irrigation system cannot hang', async () => {
    expect(await findingsIn('SmartIrrigationSystem')).toEqual([]);
  });

  // It waits for sensors and timers alone, which come in the end; that no presence is detected stops everything.
  test('the ventilation system cannot hang', async () => {
    expect(await findingsIn('SmartVentilationSystem')).toEqual([]);
  });
});
