import { compileScore } from '@partitura/bpmn';
import type { Variables } from '@partitura/engine';
import { readModel } from './models';
import { libraryOf, playSaga, type Worker } from './play';

/** Runs one saga to its end; false when it did not end as it should. */
export type RunOne = () => boolean | Promise<boolean>;

const results: Readonly<Record<string, Variables>> = {
  'inventory.reserve': { reservationId: 'r-1' },
  'payment.charge': { paymentId: 'p-1' },
  'shipping.ship': { trackingId: 't-1' },
  'order.confirm': { confirmed: true },
};

const accept: Worker = (type) => results[type] ?? {};
const decline: Worker = (type) => (type === 'payment.charge' ? 'DECLINED' : accept(type));

/** The composition of the other suites: four pools that exchange messages. */
export async function composition(order: Variables): Promise<{ S4: RunOne; S4C: RunOne }> {
  const library = libraryOf(await compileScore(await readModel('s4.bpmn')));
  return {
    S4: () => playSaga(library, 's4-order', order, accept).status === 'completed',
    S4C: () => playSaga(library, 's4-order', order, decline).status === 'compensated',
  };
}

/** The four steps in one process: what the peer can run as well. */
export async function fourSteps(order: Variables): Promise<RunOne> {
  const library = libraryOf(await compileScore(await readModel('four-steps.bpmn')));
  return () => playSaga(library, 'four-steps', order, () => ({ done: true })).status === 'completed';
}
