import { Injectable } from '@nestjs/common';
import type { SagaState } from '@partitura/engine';
import { type CommandBody, type Place, Runtime } from '@partitura/runtime';
import { traceparentOf } from '@partitura/telemetry';
import { notFound } from './api-problem';
import { placeOf } from './place';
import { throwIfRefused } from './refusal';
import { linkToSagaOf } from './request-trace';

/** A saga and the local id of something in it, found by a public key. */
export interface Found extends Place {
  readonly sagaId: string;
  /** Where it is. */
  readonly host: string;
  readonly state: SagaState;
}

/** Finds sagas by public keys and tells them what a request asks for. */
@Injectable()
export class SagaCommands {
  constructor(private readonly runtime: Runtime) {}

  /** The saga of a key; `has` says whether it knows the local id. Throws NOT_FOUND. */
  async find(what: string, key: string, has: (state: SagaState, id: number) => boolean): Promise<Found> {
    const place = placeOf(what, key);
    const saga = await this.runtime.sagaByNumber(place.number);
    if (!saga?.state || !has(saga.state, place.localId)) throw notFound(what, key);
    linkToSagaOf(saga);
    return { ...place, sagaId: saga.sagaId, host: saga.host, state: saga.state };
  }

  /** Throws what the engine refuses as a problem. */
  async tell({ sagaId, host }: Pick<Found, 'sagaId' | 'host'>, command: CommandBody): Promise<void> {
    throwIfRefused(await this.runtime.tell(sagaId, command, traceparentOf(), host));
  }
}
