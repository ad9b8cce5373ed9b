import type { Binding, Expression, Problem, Score } from '@partitura/bpmn';
import type { CompiledResource } from './compile-resource';
import { refersToSchemas } from './schemas/schema-references';

/** What an element calls and which version of it. */
interface Call {
  readonly element: string;
  readonly what: 'process' | 'decision' | 'form';
  readonly binding: Binding;
  /** Undefined when it depends on variables. */
  readonly id?: string;
}

const constantText = ({ source, constant }: Expression): string | undefined => {
  if (typeof constant === 'string') return constant;
  return source.startsWith('=') ? undefined : source;
};

function callsOf({ processes }: Score): Call[] {
  return processes.flatMap(({ elements }) =>
    [...elements.values()].flatMap(({ id: element, calledElement, calledDecision, userTask }): Call[] => {
      if (calledElement)
        return [
          {
            element,
            what: 'process',
            binding: calledElement.binding,
            id: constantText(calledElement.processId),
          },
        ];
      if (calledDecision)
        return [
          {
            element,
            what: 'decision',
            binding: calledDecision.binding,
            id: constantText(calledDecision.decisionId),
          },
        ];
      if (userTask?.formId === undefined || !userTask.formBinding) return [];
      return [{ element, what: 'form', binding: userTask.formBinding, id: userTask.formId }];
    }),
  );
}

const bound = (score: Score) => callsOf(score).filter(({ binding }) => binding.type === 'deployment');

/** Whether an element of a model means the version that was deployed together with it. */
export const isBound = (score: Score): boolean => bound(score).length > 0 || refersToSchemas(score);

/** What is bound to the deployment must be in it; everything else may be deployed later. */
export function missingBindings(
  compiled: readonly CompiledResource[],
): { readonly resource: string; readonly problems: Problem[] }[] {
  const there = new Set(compiled.flatMap(idsOf));
  return compiled.flatMap(({ resource, score }) => {
    const problems = (score ? bound(score) : [])
      .filter(({ what, id }) => id !== undefined && !there.has(`${what} ${id}`))
      .map(({ element, what, id }): Problem => ({
        rule: 'binding',
        element,
        message: `${element}: the ${what} ${id} is bound to the deployment and is not part of it. Deploy its file together with this one, or bind the latest version.`,
      }));
    return problems.length > 0 ? [{ resource: resource.name, problems }] : [];
  });
}

function idsOf({ kind, id, score, decisions }: CompiledResource): string[] {
  if (kind === 'form' || kind === 'schema') return [`${kind} ${id}`];
  return [
    ...(score?.processes.map((process) => `process ${process.id}`) ?? []),
    ...(decisions?.decisions.map((decision) => `decision ${decision.id}`) ?? []),
  ];
}
