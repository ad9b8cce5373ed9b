import { Controller, Get } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { StockItem } from './stock-item.entity';

@Controller('inventory')
export class StockController {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** One statement, so that the figures are of one moment. */
  @Get('stock')
  stock(): Promise<StockItem[]> {
    return this.dataSource.manager.find(StockItem, { order: { sku: 'ASC' } });
  }
}
