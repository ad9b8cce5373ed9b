import { Body, Controller, HttpCode, Param, Put } from '@nestjs/common';
import type { SagaState, Variables } from '@partitura/engine';
import { type CommandBody, scopeOf } from '@partitura/runtime';
import { setVariables } from '../schemas/operations';
import { type Found, SagaCommands } from './saga-commands';
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
    for (const command of commandsOf(found, variables, local)) await this.sagas.tell(found, command);
  }
}

/** Without `local`, each variable goes to the nearest scope outwards that has one of its name. */
function commandsOf({ state, localId }: Found, variables: Variables, local: boolean): CommandBody[] {
  const element = state.elements[localId];
  if (!element) return [{ kind: 'setVariables', instance: localId, variables }];
  const { instance } = element;
  const byScope = new Map<number, Variables>();
  for (const [name, value] of Object.entries(variables)) {
    const scope = local ? localId : scopeOf(state, localId, name);
    byScope.set(scope, { ...byScope.get(scope), [name]: value });
  }
  return [...byScope].map(([scope, values]) => ({
    kind: 'setVariables',
    instance,
    ...(scope === 0 ? {} : { element: scope }),
    variables: values,
  }));
}
