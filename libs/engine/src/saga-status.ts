export type SagaStatus = 'active' | 'compensating' | FinalStatus;

export type FinalStatus = 'completed' | 'compensated' | 'cancelled';

/** Whether a saga has ended. */
export const isFinal = (status: SagaStatus): status is FinalStatus =>
  status !== 'active' && status !== 'compensating';
