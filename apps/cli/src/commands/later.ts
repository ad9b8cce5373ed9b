/** Commands of later releases: they are absent from `--help`, and say so instead of doing something else. */
export const laterCommands: readonly string[] = ['simulate'];

/** The command that a command line asks for, `help NAME` included; undefined when it names none. */
export function askedCommand(args: readonly string[]): string | undefined {
  const [first, second] = args.filter((arg) => !arg.startsWith('-'));
  return first === 'help' ? second : first;
}
