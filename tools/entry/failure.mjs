/** An end that was foreseen: printed as one message without a stack. `exitCode` 2 means "could not run". */
export class Failure extends Error {
  /**
   * @param {string} message what happened, and what to do
   * @param {number} [exitCode]
   */
  constructor(message, exitCode = 1) {
    super(message);
    this.name = 'Failure';
    this.exitCode = exitCode;
  }
}

/**
 * Runs a command's main function; the exit status is its result (0 when it returns nothing).
 *
 * @param {() => Promise<number | void>} main
 * @param {{ failureCode?: number }} [options] the exit status of every failure, instead of its own
 */
export async function runMain(main, { failureCode } = {}) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    const known = error instanceof Failure;
    process.stderr.write(`\n${known ? error.message : (error?.stack ?? error)}\n`);
    process.exitCode = failureCode ?? (known ? error.exitCode : 1);
  }
}
