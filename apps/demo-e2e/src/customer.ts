import { eventually } from '@partitura/testing';
import type { DemoSystem } from './demo-system';

export interface OrderView {
  readonly orderId: string;
  readonly sagaId: string;
  readonly status: 'pending' | 'confirmed' | 'rejected' | 'cancelled' | 'failed';
  readonly reason: string | null;
  readonly total: { readonly amount: number; readonly currency: string };
  readonly items: readonly { readonly sku: string; readonly quantity: number }[];
}

export interface OrderWish {
  readonly token?: string;
  readonly sku?: string;
  readonly quantity?: number;
  readonly country?: string;
  readonly traceparent?: string;
}

/** What a customer (and an auditor) does with the demo from outside, over HTTP alone. */
export class Customer {
  constructor(private readonly system: DemoSystem) {}

  async place(wish: OrderWish = {}): Promise<OrderView> {
    const { token = 'tok_visa', sku = 'sku-1', quantity = 1, country = 'DE', traceparent } = wish;
    const response = await fetch(`${this.system.url('order')}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(traceparent === undefined ? {} : { traceparent }) },
      body: JSON.stringify({
        customerId: 'customer-1',
        items: [{ sku, quantity }],
        shippingAddress: {
          name: 'Ada',
          street: 'Main Street 1',
          city: 'Berlin',
          postalCode: '10115',
          country,
        },
        paymentToken: token,
      }),
    });
    expect(response.status).toBe(202);
    return (await response.json()) as OrderView;
  }

  async cancel(orderId: string): Promise<number> {
    const { status } = await fetch(`${this.system.url('order')}/orders/${orderId}/cancel`, {
      method: 'POST',
    });
    return status;
  }

  async read(orderId: string): Promise<OrderView> {
    return this.get<OrderView>('order', `/orders/${orderId}`);
  }

  /** Waits until the order is no longer pending. */
  async untilFinal({ orderId }: { orderId: string }, withinMs = 45_000): Promise<OrderView> {
    return eventually(async () => {
      const order = await this.read(orderId);
      if (order.status === 'pending') throw new Error(`Order ${orderId} is still pending.`);
      return order;
    }, withinMs);
  }

  async payments(orderId: string): Promise<{ status: string; amount: { amount: number } }[]> {
    return this.get('payment', `/payments?orderId=${orderId}`);
  }

  async shipments(orderId: string): Promise<{ status: string }[]> {
    return this.get('shipping', `/shipments?orderId=${orderId}`);
  }

  async stock(sku: string): Promise<{ onHand: number; reserved: number; shipped: number; initial: number }> {
    const all = await this.get<({ sku: string } & Awaited<ReturnType<Customer['stock']>>)[]>(
      'inventory',
      '/inventory/stock',
    );
    const found = all.find((entry) => entry.sku === sku);
    if (!found) throw new Error(`No stock of ${sku}.`);
    return found;
  }

  async saga(sagaId: string): Promise<{ state: string; reason: unknown; instances: { state: string }[] }> {
    return this.get('orchestrator', `/v2/sagas/${sagaId}`);
  }

  private async get<T>(service: Parameters<DemoSystem['url']>[0], path: string): Promise<T> {
    const response = await fetch(this.system.url(service) + path);
    if (response.status !== 200)
      throw new Error(`GET ${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }
}
