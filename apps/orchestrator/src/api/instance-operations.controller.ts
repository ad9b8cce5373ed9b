import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import type { SagaState } from '@partitura/engine';
import { parseKey, Runtime } from '@partitura/runtime';
import { cancelInstance, migrateInstance, modifyInstance } from '../schemas/operations';
import { ApiProblem, notFound } from './api-problem';
import { type Found, SagaCommands } from './saga-commands';
import { valid } from './validate';

const isActive = ({ instances }: SagaState, id: number) => instances[id]?.state === 'active';

/** Operations on running process instances. */
@Controller('v2/process-instances/:processInstanceKey')
export class InstanceOperationsController {
  constructor(
    private readonly runtime: Runtime,
    private readonly sagas: SagaCommands,
  ) {}

  /** Camunda's cancel; in a composition it cancels every active instance of the saga. */
  @Post('cancellation')
  @HttpCode(204)
  async cancel(@Param('processInstanceKey') key: string, @Body() body: unknown): Promise<void> {
    valid(cancelInstance, body);
    const found = await this.active(key);
    if (found.state.instances[found.localId]?.parent !== undefined)
      throw new ApiProblem(
        'INVALID_STATE',
        `The process instance ${key} was called by another one: cancel the one that is not called by any.`,
      );
    await this.sagas.tell(found, { kind: 'cancelSaga' });
  }

  @Post('modification')
  @HttpCode(204)
  async modify(@Param('processInstanceKey') key: string, @Body() body: unknown): Promise<void> {
    const { activateInstructions, moveInstructions, terminateInstructions } = valid(modifyInstance, body);
    const found = await this.active(key);
    const moved = moveInstructions.map(({ sourceElementInstruction: source, ...move }) => ({
      ...move,
      source:
        source.sourceType === 'byId'
          ? { element: source.sourceElementId }
          : elementInstance(found, source.sourceElementInstanceKey),
    }));
    await this.sagas.tell(found, {
      kind: 'modifyInstance',
      instance: found.localId,
      activate: [
        ...activateInstructions.map(({ elementId: element, variableInstructions: variables }) => ({
          element,
          ...(variables ? { variables } : {}),
        })),
        ...moved.flatMap(({ source, targetElementId: element, variableInstructions: variables }) =>
          Array.from({ length: Math.max(1, running(found, source)) }, () => ({
            element,
            ...(variables ? { variables } : {}),
          })),
        ),
      ],
      terminate: [
        ...terminateInstructions.map((instruction) =>
          'elementId' in instruction
            ? { element: instruction.elementId }
            : elementInstance(found, instruction.elementInstanceKey),
        ),
        ...moved.map(({ source }) => source),
      ],
    });
  }

  @Post('migration')
  @HttpCode(204)
  async migrate(@Param('processInstanceKey') key: string, @Body() body: unknown): Promise<void> {
    const { mappingInstructions, targetProcessDefinitionKey: target } = valid(migrateInstance, body);
    const found = await this.active(key);
    const definition = this.runtime.registry.definition(target);
    if (!definition) throw notFound('process definition', target);
    await this.sagas.tell(found, {
      kind: 'migrateInstance',
      instance: found.localId,
      score: definition.score.key,
      process: definition.process.id,
      mapping: Object.fromEntries(
        mappingInstructions.map(({ sourceElementId, targetElementId }) => [sourceElementId, targetElementId]),
      ),
    });
  }

  private active(key: string): Promise<Found> {
    return this.sagas.find('active process instance', key, isActive);
  }
}

/** An element instance of the same saga by its public key. */
function elementInstance({ number }: Found, key: string): { readonly elementInstance: number } {
  const place = parseKey(key);
  if (place?.number !== number) throw notFound('element instance of this process instance', key);
  return { elementInstance: place.localId };
}

/** How many tokens a move takes with it: one for each instance of the element. */
function running(
  { state, localId }: Found,
  source: { readonly element: string } | { readonly elementInstance: number },
): number {
  if ('elementInstance' in source) return 1;
  return Object.values(state.elements).filter(
    ({ element, instance, loopCounter }) =>
      element === source.element && instance === localId && loopCounter === undefined,
  ).length;
}
