/** A newer release has migrated this database; an older one must not write to it. */
export class DatabaseTooNewError extends Error {
  readonly code = 'DATABASE_TOO_NEW';
  readonly retryable = false;

  constructor(what: string) {
    super(`${what} Start the release that migrated it, or restore a backup from before.`);
    this.name = 'DatabaseTooNewError';
  }
}
