export const serviceNames = ['orchestrator', 'order', 'payment', 'inventory', 'shipping'] as const;

export type ServiceName = (typeof serviceNames)[number];
