import { createHash } from 'node:crypto';
import { fragmentFor, readModel } from '@partitura/bpmn';
import type { PlacementMap } from '../ports/score-store';
import { hashWith } from '../scores/placement';

/** What a host gets of a composition's text. */
export const contentFor = async (xml: string, participants: readonly string[]): Promise<string> =>
  fragmentFor(await readModel(xml), participants);

/** The hash of a version from that of its text, hex: the same text elsewhere is another version. */
export const versionHash = (contentHash: string, placement: PlacementMap | undefined): string =>
  placement ? hashWith(contentHash, placement) : contentHash;

export const hashOf = (content: string): string => createHash('sha256').update(content).digest('hex');
