import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BusRecord } from '@partitura/runtime';
import { eventually, joinTestParticipant } from '@partitura/testing';
import { type HostSite, openHostSite } from './host-site';

const examples = join(__dirname, '../../../../processes/examples/messages');
const files = ['ask-for-payment.bpmn', 'payment-requested.schema.json', 'payment.schema.json'].map(
  (name) => ({
    name,
    content: readFileSync(join(examples, name), 'utf8'),
  }),
);

let site: HostSite;
beforeEach(async () => {
  site = await openHostSite();
});
afterEach(() => site.close());

it('holds messages between hosts to the schemas that came with the deployment', async () => {
  const orchestrator = await (await site.host('orchestrator')).start();
  const cashier = await (await site.host('cashier')).start();
  const shop = await (await site.host('shop')).start();
  const { scores } = await orchestrator.runtime.deploy(files, 'choreographed');
  const keys = scores.map(({ key }) => key);
  expect(await orchestrator.runtime.deployments?.settled(keys, 15_000)).toMatchObject([{ state: 'active' }]);
  const charged: unknown[] = [];
  const service = await joinTestParticipant(site.bus, 'cashier', {
    'cashier.charge': ({ variables }) => {
      charged.push(variables);
      return { kind: 'completed', variables: { paymentId: 7 } };
    },
  });
  const letters: BusRecord[] = [];
  await site.bus.subscribe({
    group: 'letters',
    topics: ['shop.coordination.dlq'],
    handle: (records) => Promise.resolve(void letters.push(...records)),
  });
  const definition = orchestrator.runtime.registry.definitionById('shop-process');
  if (!definition) throw new Error('shop-process is not active.');
  const variables = { orderId: 'o-1', amount: 3, card: 'visa' };
  const { sagaId } = await orchestrator.runtime.startSaga({ definition, variables });
  await eventually(async () =>
    expect(Object.values((await shop.runtime.saga(sagaId))?.state?.incidents ?? {})).toMatchObject([
      { type: 'IO_MAPPING', elementId: 'PaymentTold' },
    ]),
  );
  expect(charged).toEqual([{ orderId: 'o-1', amount: 3 }]);
  await eventually(() => expect(letters).toHaveLength(1));
  expect(letters[0]?.headers.partitura_reason).toContain('paymentId must be string');
  expect(await cashier.runtime.saga(sagaId)).toMatchObject({ status: 'active' });
  await service.close();
});
