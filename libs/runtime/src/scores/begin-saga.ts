import type { Variables } from '@partitura/engine';
import { v5 } from 'uuid';
import type { StartAsk } from '../loop/input';
import type { EventStart } from './loaded-score';

/** Namespace of ids of sagas that messages and signals begin: the same one begins the same saga (P1). */
const SAGA_NAMESPACE = '6f2a7e1c-6d0b-4c0a-9a3e-0c7b3d9f5a41';

export const startedSagaId = (messageId: string, { score, event }: EventStart): string =>
  v5(`${messageId} ${score.id} ${event.id}`, SAGA_NAMESPACE);

/** Begins a saga at the start event that a message or signal reaches. */
export const startAsk = ({ score, process, event }: EventStart, variables: Variables): StartAsk => ({
  kind: 'start',
  score: score.key,
  process: process.id,
  startEvent: event.id,
  variables,
});
