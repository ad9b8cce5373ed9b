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
import { aboutExecution, markExecutable } from './rules/about-execution';
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
export async function compileLinked(xml: string): Promise<LinkedScore> {
  const problems = new ProblemList();
  const linked = link(await readDocument(xml, problems), problems);
  problems.throwIfAny();
  return linked();
}

/**
 * The flow of a model that says too little to be run, or says it for another engine: as a score that can be looked at, but
 * not run. Its processes count as executable when none is. Undefined when something is wrong with the flow itself.
 */
export async function compileSketch(xml: string): Promise<Score | undefined> {
  const problems = new ProblemList();
  const definitions = await readDocument(xml, problems);
  markExecutable(definitions);
  const linked = link(definitions, problems);
  if (problems.problems.some(({ rule }) => !aboutExecution.has(rule))) return undefined;
  return linked().score;
}

interface LinkedScore {
  readonly score: Score;
  readonly links: readonly (MessageLink | undefined)[];
}

/** Compiles up to where problems have been collected; what comes back finishes the score. */
function link(definitions: XmlElement, problems: ProblemList): () => LinkedScore {
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
  return finish;

  function finish(): LinkedScore {
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
  }

  function participantOf(process: XmlElement): string | undefined {
    return pools.find((pool) => pool.process === process)?.name;
  }
}
