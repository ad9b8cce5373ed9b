import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { type InputOf, type OutputOf, reasons, shipParcel } from '@partitura/contracts';
import { BusinessError, TaskContext } from '@partitura/nest';
import { DataSource } from 'typeorm';
import { Carriers } from '../carriers/carriers';
import { ShipmentRecords } from './shipment-records';
import { isCarried, Shipment } from './shipment.entity';

/** What a shipment needs to know of the attempt that moves it. */
export type Attempt = Pick<TaskContext, 'sagaId' | 'idempotencyKey' | 'signal' | 'transaction'>;

/** Ships the parcels of orders and recalls them; carriers are asked before the attempt's transaction begins. */
@Injectable()
export class Shipments {
  constructor(
    private readonly carriers: Carriers,
    private readonly records: ShipmentRecords,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {}

  /** Throws `BusinessError` `ADDRESS_NOT_SERVED`; the refused shipment is kept all the same. */
  async ship(
    attempt: Attempt,
    { orderId, shippingAddress }: InputOf<typeof shipParcel>,
  ): Promise<OutputOf<typeof shipParcel>> {
    const carrier = this.carriers.for(shippingAddress);
    if (carrier === undefined) {
      await this.records.refused(attempt, orderId, shippingAddress.country);
      throw new BusinessError(
        reasons.addressNotServed,
        `No carrier serves ${shippingAddress.country}, where order ${orderId} goes.`,
        { commit: true },
      );
    }
    const { idempotencyKey, signal } = attempt;
    const { trackingId } = await carrier.ship({ idempotencyKey, address: shippingAddress, signal });
    // Nobody waits any more, so nobody would compensate: the parcel comes back from here.
    if (signal.aborted) await carrier.recall(trackingId);
    signal.throwIfAborted();

    const shipment = await this.records.shipped(attempt, orderId, { carrier: carrier.name, trackingId });
    // The order had a parcel before: it stands, and the second one comes back.
    if (shipment.trackingId !== trackingId) await carrier.recall(trackingId);
    if (shipment.status !== 'shipped' || !isCarried(shipment))
      throw new BusinessError(
        reasons.parcelRecalled,
        `The parcel of order ${orderId} is ${shipment.status}.`,
      );
    return { shipmentId: shipment.shipmentId, trackingId: shipment.trackingId };
  }

  /** Undoes a shipment; does nothing when no parcel is on its way. */
  async recall(attempt: Attempt, orderId: string): Promise<void> {
    const shipment = await this.dataSource.manager.findOneBy(Shipment, { orderId });
    if (shipment?.status !== 'shipped' || !isCarried(shipment)) return;
    await this.carriers.named(shipment.carrier).recall(shipment.trackingId);
    await this.records.recalled(attempt, shipment);
  }
}
