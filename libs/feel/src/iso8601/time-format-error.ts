/** A text that is no ISO 8601 duration, date-time or cycle; the message names the text and shows a right one. */
export class TimeFormatError extends Error {
  readonly code = 'TIME_FORMAT';

  constructor(
    readonly text: string,
    what: string,
    example: string,
  ) {
    super(`'${text}' is no ${what}. Write it in ISO 8601, for example ${example}.`);
    this.name = 'TimeFormatError';
  }
}
