import { Column, Entity, PrimaryColumn } from 'typeorm';

export type ShipmentStatus = 'shipped' | 'recalled' | 'refused';

/** The one parcel of an order. */
@Entity('shipments')
export class Shipment {
  /** UUIDv7: ids in descending order are shipments newest first. */
  @PrimaryColumn('uuid', { name: 'shipment_id' })
  shipmentId!: string;

  @Column('uuid', { name: 'order_id' })
  orderId!: string;

  @Column('text')
  status!: ShipmentStatus;

  /** Null when every carrier refused. */
  @Column('text', { nullable: true })
  carrier!: string | null;

  @Column('text', { name: 'tracking_id', nullable: true })
  trackingId!: string | null;
}

/** A shipment that a carrier has taken. */
export type CarriedShipment = Shipment & { carrier: string; trackingId: string };

export const isCarried = (shipment: Shipment): shipment is CarriedShipment =>
  shipment.carrier !== null && shipment.trackingId !== null;
