import { Body, Controller, HttpCode, Param, Put } from '@nestjs/common';
import type { SagaState } from '@partitura/engine';
import { setVariables } from '../schemas/operations';
import { SagaCommands } from './saga-commands';
import { valid } from './validate';

const isScope = ({ instances, elements }: SagaState, id: number) => id in instances || id in elements;

/** Variables of a process instance or of an element instance, by its key. */
@Controller('v2/element-instances')
export class ElementInstancesController {
  constructor(private readonly sagas: SagaCommands) {}

  @Put(':elementInstanceKey/variables')
  @HttpCode(204)
  async setVariables(@Param('elementInstanceKey') key: string, @Body() body: unknown): Promise<void> {
    const { variables, local } = valid(setVariables, body);
    const found = await this.sagas.find('element instance', key, isScope);
    const { state, localId } = found;
    const element = state.elements[localId];
    await this.sagas.tell(found, {
      kind: 'setVariables',
      instance: element?.instance ?? localId,
      ...(element ? { element: localId } : {}),
      variables,
      nearest: !local,
    });
  }
}
