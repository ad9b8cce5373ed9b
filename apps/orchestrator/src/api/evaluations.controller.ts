import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { DecisionError, FeelError } from '@partitura/feel';
import { type DecisionDefinition, type ProcessDefinition, publicKey, Runtime } from '@partitura/runtime';
import { traceparentOf } from '@partitura/telemetry';
import { randomInt } from 'node:crypto';
import type { z } from 'zod';
import { evaluateConditionals, evaluateDecision } from '../schemas/evaluations';
import { decisionView } from '../views/decision-view';
import { ApiProblem, notFound } from './api-problem';
import { valid } from './validate';

type Variables = z.output<typeof evaluateDecision>['variables'];

/** Decisions and conditions evaluated over given variables. */
@Controller('v2')
export class EvaluationsController {
  constructor(private readonly runtime: Runtime) {}

  @Post('decision-definitions/evaluation')
  @HttpCode(200)
  evaluateDecision(@Body() body: unknown) {
    const { decisionDefinitionId: id, decisionDefinitionKey: key, variables } = valid(evaluateDecision, body);
    const { registry } = this.runtime;
    const definition =
      key === undefined ? registry.decisionVersionsOf(id ?? '').at(-1) : registry.decision(key);
    if (!definition)
      throw new ApiProblem('NOT_FOUND', `No decision ${key ?? id} is deployed. Deploy its DMN file first.`);
    const evaluationKey = publicKey(randomInt(1, 2 ** 40), 0);
    return {
      ...decisionView(definition),
      decisionEvaluationKey: evaluationKey,
      decisionInstanceKey: evaluationKey,
      ...outcomeOf(definition, variables),
    };
  }

  /** Begins an instance at every conditional start event of a newest version whose condition is true. */
  @Post('conditionals/evaluation')
  @HttpCode(200)
  async evaluateConditionals(@Body() body: unknown) {
    const { variables, processDefinitionKey: key } = valid(evaluateConditionals, body);
    const { registry } = this.runtime;
    const only = key === undefined ? undefined : registry.definition(key);
    if (key !== undefined && !only) throw notFound('process definition', key);
    const started = await Promise.all(
      (only ? [only] : registry.newestDefinitions).flatMap((definition) =>
        trueStarts(definition, variables).map(async (startEvent) => {
          const { number, instance, sagaId } = await this.runtime.startSaga({
            definition,
            variables,
            startEvent,
            traceparent: traceparentOf(),
          });
          return {
            processDefinitionKey: definition.key,
            processInstanceKey: publicKey(number, instance),
            sagaId,
          };
        }),
      ),
    );
    return {
      conditionalEvaluationKey: publicKey(randomInt(1, 2 ** 40), 0),
      tenantId: '<default>',
      processInstances: started,
    };
  }
}

function outcomeOf({ decision }: DecisionDefinition, variables: Variables) {
  try {
    return { output: JSON.stringify(decision.evaluate(variables, Date.now())) };
  } catch (error) {
    if (!(error instanceof DecisionError || error instanceof FeelError)) throw error;
    return { output: 'null', failedDecisionDefinitionId: decision.id, failureMessage: error.message };
  }
}

/** A condition that cannot be evaluated over these variables is not true. */
function trueStarts({ process }: ProcessDefinition, variables: Variables): string[] {
  return process.startEvents
    .flatMap((event) => event.triggers ?? [event])
    .filter(({ condition }) => {
      try {
        return condition?.expression.evaluate(variables, Date.now()) === true;
      } catch (error) {
        if (error instanceof FeelError) return false;
        throw error;
      }
    })
    .map(({ id }) => id);
}
