import type { FlowNode, ProcessModel, Score } from '@partitura/bpmn';
import type { Placement } from '@partitura/engine';
import type { Decision, DecisionModel } from '@partitura/feel';
import { parseKey, publicKey } from '../keys';
import type { StoredScore } from '../ports/score-store';

/** A deployed version, compiled. */
export interface LoadedScore extends Omit<StoredScore, 'content' | 'placement'> {
  /** What of it runs on this host. */
  readonly score: Score;
  /** All of it that is known here. */
  readonly whole: Score;
  /** Undefined when all of it runs here. */
  readonly placement?: Placement;
}

/** A deployed version of the decisions of one file, compiled. */
export interface LoadedDecisions extends Omit<StoredScore, 'content'> {
  readonly model: DecisionModel;
}

/** A deployed version of a form. */
export interface LoadedForm extends Omit<StoredScore, 'content'> {
  readonly versionTag?: string;
}

/** A process of a deployed version and the public key of its definition. */
export interface ProcessDefinition {
  readonly score: LoadedScore;
  readonly process: ProcessModel;
  readonly key: string;
  /** Counted from 1 per process id, whichever file it was deployed in. */
  readonly version: number;
}

export function definitionOf(score: LoadedScore, process: ProcessModel, version: number): ProcessDefinition {
  const key = publicKeyOfDefinition(score.key, score.whole.processes.indexOf(process));
  return { score, process, key, version };
}

/** Why nobody can begin a process by asking for it; undefined when it has a none start event. */
export const startProblem = ({ process }: ProcessDefinition): string | undefined =>
  process.startEvents.some(({ kind }) => kind === 'noneStartEvent')
    ? undefined
    : `Process ${process.id} has no none start event: publish the message that starts it.`;

/** Key of the definition of a process or decision: the number of its file, and its place in it counted from 1. */
export function publicKeyOfDefinition(scoreKey: string, index: number): string {
  const parts = parseKey(scoreKey);
  if (!parts) throw new Error(`The score key ${scoreKey} is none: deploy the score again.`);
  return publicKey(parts.number, index + 1);
}

/** A decision of a deployed version. */
export interface DecisionDefinition {
  readonly loaded: LoadedDecisions;
  readonly decision: Decision;
  readonly key: string;
  /** Counted from 1 per decision id. */
  readonly version: number;
}

/** Where a message or signal from outside begins a saga: a start event, one trigger of it, or what instantiates. */
export interface EventStart {
  readonly score: LoadedScore;
  readonly process: ProcessModel;
  readonly event: FlowNode;
}
