import type { z } from 'zod';
import { ContractError } from './contract-error';
import type { EventContract } from './event';
import * as inventory from './inventory/events';
import * as order from './order/events';
import * as payment from './payment/events';
import * as shipping from './shipping/events';

/** Every domain event of the demo, and the BPMN messages that services take. */
export const domainEvents: readonly EventContract[] = [
  order.orderPlaced,
  order.orderFulfilled,
  order.orderCancellationRequested,
  order.orderConfirmed,
  order.orderRejected,
  order.orderCancelled,
  order.orderFailed,
  inventory.stockReserved,
  inventory.stockReleased,
  inventory.stockHandedOver,
  inventory.stockTakenBack,
  payment.paymentAuthorized,
  payment.paymentDeclined,
  payment.paymentCaptured,
  payment.paymentVoided,
  payment.paymentRefunded,
  shipping.parcelShipped,
  shipping.parcelRecalled,
  shipping.parcelRefused,
];

/**
 * The producer's side: an event's name and checked data, as the outbox takes them.
 *
 * Throws `ContractError`: better that the sender's transaction fails than that every receiver does.
 */
export function occurred<Data extends z.ZodType>(
  contract: EventContract<string, Data>,
  data: z.input<Data>,
): { readonly name: string; readonly data: z.output<Data> } {
  return { name: contract.name, data: checked(contract, data) };
}

/** The consumer's side: the data of a received event; throws `ContractError`. */
export const received = <Data extends z.ZodType>(
  contract: EventContract<string, Data>,
  data: unknown,
): z.output<Data> => checked(contract, data);

function checked<Data extends z.ZodType>(
  contract: EventContract<string, Data>,
  data: unknown,
): z.output<Data> {
  const result = contract.data.safeParse(data);
  if (result.success) return result.data;
  throw new ContractError(`${contract.name} of ${contract.participant}`, result.error.issues);
}
