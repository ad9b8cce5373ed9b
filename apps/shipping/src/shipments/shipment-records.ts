import { Injectable } from '@nestjs/common';
import { occurred, parcelRecalled, parcelRefused, parcelShipped } from '@partitura/contracts';
import { OutboxService, TaskContext } from '@partitura/nest';
import { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { type CarriedShipment, Shipment } from './shipment.entity';

type Recording = Pick<TaskContext, 'sagaId' | 'transaction'>;

/** Shipments and their events, as rows of an attempt's transaction. */
@Injectable()
export class ShipmentRecords {
  constructor(private readonly outbox: OutboxService) {}

  /** The order's shipment: a new one, or the one that it has already. */
  async shipped(
    { transaction, sagaId }: Recording,
    orderId: string,
    handedTo: { readonly carrier: string; readonly trackingId: string },
  ): Promise<Shipment> {
    const shipment = newShipment({ orderId, status: 'shipped', ...handedTo });
    if (!(await inserted(transaction, shipment))) return transaction.findOneByOrFail(Shipment, { orderId });
    const data = { orderId, shipmentId: shipment.shipmentId, ...handedTo };
    await this.outbox.add(transaction, { ...occurred(parcelShipped, data), sagaId });
    return shipment;
  }

  async refused({ transaction, sagaId }: Recording, orderId: string, country: string): Promise<void> {
    const shipment = newShipment({ orderId, status: 'refused', carrier: null, trackingId: null });
    if (!(await inserted(transaction, shipment))) return;
    const data = { orderId, shipmentId: shipment.shipmentId, country };
    await this.outbox.add(transaction, { ...occurred(parcelRefused, data), sagaId });
  }

  async recalled({ transaction, sagaId }: Recording, shipment: CarriedShipment): Promise<void> {
    const { shipmentId, orderId, carrier, trackingId } = shipment;
    const { affected } = await transaction.update(
      Shipment,
      { shipmentId, status: 'shipped' },
      { status: 'recalled' },
    );
    if (affected !== 1) return;
    const data = { orderId, shipmentId, carrier, trackingId };
    await this.outbox.add(transaction, { ...occurred(parcelRecalled, data), sagaId });
  }
}

const newShipment = (fields: Omit<Shipment, 'shipmentId'>): Shipment =>
  Object.assign(new Shipment(), { shipmentId: uuidv7(), ...fields });

/** False when the order has a shipment already; a second attempt waits here until the first has committed. */
async function inserted(manager: EntityManager, shipment: Shipment): Promise<boolean> {
  const result = await manager
    .createQueryBuilder()
    .insert()
    .into(Shipment)
    .values(shipment)
    .orIgnore()
    .returning('shipment_id')
    .execute();
  return (result.raw as unknown[]).length === 1;
}
