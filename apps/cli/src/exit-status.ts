/** What the status of every command means to scripts. */
export const exitStatus = {
  fine: 0,
  foundSomethingWrong: 1,
  couldNotRun: 2,
} as const;

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

/** The command could not do its work; the message says why, and ends with what to do. */
export class CannotRunError extends Error {
  readonly code = 'CANNOT_RUN';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CannotRunError';
  }
}
