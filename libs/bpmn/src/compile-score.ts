import { readWhole } from './compile/elsewhere';
import type { MessageLink } from './compile/message-flow-ends';
import { linkMessageFlows, messageFlowsOf } from './compile/message-flows';
import { readPools } from './compile/participants';
import { compileProcess, sealProcess } from './compile/process';
import type { Score } from './model';
import { ProblemList } from './problem';
import { readCheckSettings } from './rules/check-settings';
import { checkCollaboration } from './rules/collaboration';
import { checkDialect } from './rules/dialect';
import { checkReceivers } from './rules/messages';
import { childrenOf, flagOf, idOf, textOf, type XmlElement } from './xml/element';
import { readDocument } from './xml/read-document';

/**
 * Compiles BPMN 2.0 XML (with Camunda 8's extensions) into an executable score: expressions are parsed, flows are
 * linked, defaults are filled in. Throws a `ScoreRefusedError` with every problem that was found.
 */
export async function compileScore(xml: string): Promise<Score> {
  return (await compileLinked(xml)).score;
}

/** The score, and what is at the ends of the collaboration's message flows, in their order. */
export async function compileLinked(
  xml: string,
): Promise<{ readonly score: Score; readonly links: readonly (MessageLink | undefined)[] }> {
  const problems = new ProblemList();
  const definitions = await readDocument(xml, problems);
  checkDialect(definitions, problems);
  const roots = childrenOf(definitions, 'rootElements');
  const collaboration = roots.find(({ $type }) => $type === 'bpmn:Collaboration');
  const pools = collaboration ? readPools(collaboration, problems) : [];
  checkCollaboration(roots, problems);

  const executable = roots.filter(
    (root) => root.$type === 'bpmn:Process' && flagOf(root, 'isExecutable', false),
  );
  const contexts = executable.map((process) => compileProcess(process, participantOf(process), problems));
  const links = linkMessageFlows(collaboration, pools, contexts, problems);
  const byId = new Map(contexts.map((context) => [context.process.id, context]));
  for (const context of contexts) checkReceivers(context, byId);
  const checks = readCheckSettings(definitions, problems);
  problems.throwIfAny();

  const main = collaboration ?? executable[0] ?? definitions;
  const whole = readWhole(definitions);
  const here = pools.map(({ id, name, label, processId }) => ({ id, name, label, processId }));
  const score: Score = {
    id: idOf(main),
    name: textOf(main, 'name'),
    composition: collaboration !== undefined,
    participants: whole?.participants ?? here,
    processes: contexts.map(sealProcess),
    messageFlows: whole?.messageFlows ?? messageFlowsOf(collaboration, links),
    ...(checks.length > 0 ? { checks } : {}),
  };
  return { score, links };

  function participantOf(process: XmlElement): string | undefined {
    return pools.find((pool) => pool.process === process)?.name;
  }
}
