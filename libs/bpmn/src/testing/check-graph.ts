import { isScope } from '../compile/element-kind';
import type { Score } from '../model';

/** What holds in every score, whatever the model: the graph is closed and seen alike from both ends of each flow. */
export function checkGraph(score: Score): void {
  for (const process of score.processes) {
    for (const [id, node] of process.elements) {
      must(node.id === id, `${id} is found under its own id`);
      for (const flow of node.outgoing) {
        must(flow.source === id, `${flow.id} leaves its source`);
        must(
          process.elements.get(flow.target.id) === flow.target,
          `${flow.id} leads to a node of the process`,
        );
        must(flow.target.incoming.includes(flow), `${flow.id} arrives at its target`);
        must(flow.target.scope === node.scope, `${flow.id} stays in its scope`);
      }
      for (const flow of node.incoming) {
        must(
          process.elements.get(flow.source)?.outgoing.includes(flow) === true,
          `${flow.id} comes from its source`,
        );
      }
      for (const boundary of node.boundaryEvents)
        must(boundary.attachedTo === id, `${boundary.id} stands on ${id}`);
      must(!node.defaultFlow || node.outgoing.includes(node.defaultFlow), `${id} owns its default flow`);
      must(
        node.scope === undefined || isScope(process.elements.get(node.scope)?.kind ?? 'undefinedTask'),
        `${id} has a scope`,
      );
      must(
        !isScope(node.kind) || node.kind === 'adHocSubProcess' || node.startEvent?.scope === id,
        `${id} can start`,
      );
      must(node.kind !== 'serviceTask' || node.job !== undefined, `${id} has a job`);
      must(
        !node.kind.startsWith('message') || node.job !== undefined || node.message?.name !== undefined,
        `${id} has a message with a name`,
      );
      must(!node.kind.startsWith('timer') || node.timer !== undefined, `${id} has a timer`);
      for (const receiver of node.message?.receivers ?? []) {
        const other = score.processes.find(({ id: one }) => one === receiver.processId);
        must(other?.elements.get(receiver.elementId)?.message !== undefined, `${id} has a receiver`);
      }
    }
  }
}

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(`It does not hold that ${what}.`);
}
