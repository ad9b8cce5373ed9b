import type { Change } from '@partitura/bpmn';
import type { Paint, Style } from '../terminal/terminal';

const MARKS: Readonly<Record<Change['change'], readonly [string, Style]>> = {
  added: ['+', 'green'],
  removed: ['-', 'red'],
  renamed: ['~', 'yellow'],
  changed: ['~', 'yellow'],
  layout: ['·', 'dim'],
};

/** The changes for people: a heading for each participant, below it a sentence for each change. */
export function describeChanges(changes: readonly Change[], paint: Paint): string {
  if (changes.length === 0) return 'No differences.\n';
  const participants = [...new Set(changes.map(({ participant }) => participant))];
  const blocks = participants.map((participant) => {
    const lines = changes
      .filter((change) => change.participant === participant)
      .map(({ change, message }) => {
        const [mark, style] = MARKS[change];
        return `  ${paint(style, mark)} ${message}`;
      });
    return [paint('bold', participant ?? 'beside the pools'), ...lines].join('\n');
  });
  const total = `${changes.length} ${changes.length === 1 ? 'change' : 'changes'}`;
  return `${blocks.join('\n\n')}\n\n${total}\n`;
}
