import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface StartingFile {
  readonly name: string;
  readonly content: string;
  readonly about: string;
}

/** What `partitura new` writes. */
export function startingFiles(): readonly StartingFile[] {
  return [
    file('booking.bpmn', 'the score: two services that book a seat, and undo it'),
    file('booking.completed.scenario.yaml', 'a test: all goes well'),
    file('booking.sold-out.scenario.yaml', 'a test: no seat is left, the card is refunded'),
    file('payment-tasks.ts', 'the work of the pool "payment", as a NestJS class'),
  ];
}

function file(name: string, about: string): StartingFile {
  // TypeScript would be compiled with the tool; its template has another ending.
  const template = name.endsWith('.ts') ? `${name}.template` : name;
  return { name, about, content: readFileSync(join(__dirname, 'template', template), 'utf8') };
}
