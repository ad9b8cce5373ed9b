import { InvalidArgumentError, Option } from 'commander';

/** An option whose value is a number of seconds. */
export const secondsOption = (flags: string, description: string): Option =>
  new Option(flags, description).argParser((text) => {
    const seconds = Number(text);
    if (text.trim() === '' || !Number.isFinite(seconds) || seconds < 0)
      throw new InvalidArgumentError('Give a number of seconds, such as 30.');
    return seconds;
  });
