import type { FlowNode, ProcessModel, Score } from '@partitura/bpmn';
import { parseKey, publicKey } from '../keys';
import type { StoredScore } from '../ports/score-store';

/** A deployed version, compiled. */
export interface LoadedScore extends Omit<StoredScore, 'xml'> {
  readonly score: Score;
}

/** A process of a deployed version and the public key of its definition. */
export interface ProcessDefinition {
  readonly score: LoadedScore;
  readonly process: ProcessModel;
  readonly key: string;
}

/** Key of a process definition: the score's number, and the place of the process in it counted from 1. */
export function definitionOf(score: LoadedScore, process: ProcessModel): ProcessDefinition {
  const parts = parseKey(score.key);
  if (!parts)
    throw new Error(`The score ${score.id} has the key ${score.key}, which is none: deploy it again.`);
  return { score, process, key: publicKey(parts.number, score.score.processes.indexOf(process) + 1) };
}

/** A start event that a message from outside reaches. */
export interface MessageStart {
  readonly score: LoadedScore;
  readonly process: ProcessModel;
  readonly event: FlowNode;
}
