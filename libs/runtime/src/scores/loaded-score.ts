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

export function definitionOf(score: LoadedScore, process: ProcessModel): ProcessDefinition {
  return { score, process, key: publicKeyOfDefinition(score.key, score.score.processes.indexOf(process)) };
}

/** Key of the definition of a process: the score's number, and the place of the process in it counted from 1. */
export function publicKeyOfDefinition(scoreKey: string, index: number): string {
  const parts = parseKey(scoreKey);
  if (!parts) throw new Error(`The score key ${scoreKey} is none: deploy the score again.`);
  return publicKey(parts.number, index + 1);
}

/** A start event that a message from outside reaches. */
export interface MessageStart {
  readonly score: LoadedScore;
  readonly process: ProcessModel;
  readonly event: FlowNode;
}
