import { inboxAndOutbox } from './001-inbox-and-outbox';

export interface SchemaVersion {
  /** Counted from 1, without gaps. */
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

/** In order. A version that was released is never changed; the next change is the next version. */
export const schemaVersions: readonly SchemaVersion[] = [inboxAndOutbox];
