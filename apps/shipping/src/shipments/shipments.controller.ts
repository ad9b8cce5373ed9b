import { Controller, Get, Query } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { validate } from 'uuid';
import { Shipment, type ShipmentStatus } from './shipment.entity';

/** Rows at most in the answer to a request without a filter. */
const LATEST = 1_000;

export interface ShipmentView {
  readonly shipmentId: string;
  readonly orderId: string;
  readonly trackingId: string | null;
  readonly status: ShipmentStatus;
}

@Controller('shipments')
export class ShipmentsController {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The shipments of one order; without `orderId` the latest ones. Newest first. */
  @Get()
  async list(@Query('orderId') orderId?: unknown): Promise<ShipmentView[]> {
    if (orderId !== undefined && !(typeof orderId === 'string' && validate(orderId))) return [];
    const shipments = await this.dataSource.manager.find(Shipment, {
      where: orderId === undefined ? {} : { orderId },
      order: { shipmentId: 'DESC' },
      take: LATEST,
    });
    return shipments.map(({ shipmentId, trackingId, status, orderId: of }) => ({
      shipmentId,
      orderId: of,
      trackingId,
      status,
    }));
  }
}
