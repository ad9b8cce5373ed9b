import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { Runtime, type SagaQueries } from '@partitura/runtime';
import type { Logger } from '@partitura/telemetry';
import { CompositionsController } from './api/compositions.controller';
import { DeploymentsController } from './api/deployments.controller';
import { ElementInstancesController } from './api/element-instances.controller';
import { EvaluationsController } from './api/evaluations.controller';
import { HostsController } from './api/hosts.controller';
import { IncidentsController } from './api/incidents.controller';
import { InstanceOperationsController } from './api/instance-operations.controller';
import { JobsController } from './api/jobs.controller';
import { MessagesController } from './api/messages.controller';
import { ProblemFilter } from './api/problem.filter';
import { ProcessInstancesController } from './api/process-instances.controller';
import { SagaCommands } from './api/saga-commands';
import { SagasController } from './api/sagas.controller';
import { UserTasksController } from './api/user-tasks.controller';
import { LOGGER, QUERIES } from './tokens';

export interface OrchestratorParts {
  readonly runtime: Runtime;
  readonly queries: SagaQueries;
  readonly logger: Logger;
}

/** The engine API over a runtime that somebody else starts and stops. */
@Module({})
export class OrchestratorModule {
  static for({ runtime, queries, logger }: OrchestratorParts): DynamicModule {
    return {
      module: OrchestratorModule,
      controllers: [
        DeploymentsController,
        HostsController,
        CompositionsController,
        ProcessInstancesController,
        InstanceOperationsController,
        ElementInstancesController,
        JobsController,
        UserTasksController,
        MessagesController,
        EvaluationsController,
        IncidentsController,
        SagasController,
      ],
      providers: [
        { provide: Runtime, useValue: runtime },
        { provide: QUERIES, useValue: queries },
        { provide: LOGGER, useValue: logger },
        SagaCommands,
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}
