import * as inventory from './inventory/jobs';
import type { JobContract } from './job';
import * as order from './order/jobs';
import * as payment from './payment/jobs';
import * as shipping from './shipping/jobs';

/** Every job type of the demo. */
export const demoJobs: readonly JobContract[] = [
  ...Object.values(order),
  ...Object.values(inventory),
  ...Object.values(payment),
  ...Object.values(shipping),
];
