import { Module, type Type } from '@nestjs/common';
import { bootstrapService, HostModule } from '@partitura/nest';
import { CreateSteps1763956800000 } from './steps';

/** Runs classes of task handlers and HTTP routes as a service of its own, as a user's service is run. */
export async function runParticipant(name: string, ...controllers: Type[]): Promise<void> {
  class ParticipantModule {}
  Module({ imports: [HostModule], controllers })(ParticipantModule);
  await bootstrapService({ name, module: ParticipantModule, migrations: [CreateSteps1763956800000] });
}
