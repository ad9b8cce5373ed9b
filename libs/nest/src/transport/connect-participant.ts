import type { INestApplication } from '@nestjs/common';
import type { NestMicroservice } from '@nestjs/microservices';
import { noteFailure } from '../handlers/noted-failures';
import { PartituraServer } from './partitura-server';

/**
 * Connects the participant's handlers to the application, which then starts them with `app.startAllMicroservices()`.
 *
 * Global guards, interceptors, pipes and filters of the application apply to handlers as well.
 */
export function connectParticipant(app: INestApplication): void {
  const microservice = app.connectMicroservice(
    { strategy: app.get(PartituraServer) },
    { inheritAppConfig: true, deferInitialization: true },
  ) as NestMicroservice;
  // Nest reads the hooks when it binds handlers, so the hook comes first; the rest is what it does by itself
  // without `deferInitialization`, and keeps lifecycle hooks from running twice.
  microservice.registerPreRequestHook(noteFailure);
  microservice.registerListeners();
  microservice.setIsInitialized(true);
  microservice.setIsInitHookCalled(true);
}
