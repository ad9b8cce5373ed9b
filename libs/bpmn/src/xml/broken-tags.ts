import { Parser } from 'saxen';

/** A file from a modeler has none; more than these cannot all be read by anybody. */
const MOST = 100;

/**
 * What is wrong with the first of more than a hundred tags or attributes that are no XML; undefined when there are fewer,
 * which moddle reports one by one. For each of them it counts lines from the beginning of the text, so that a file full of
 * them would take minutes.
 */
export function firstOfManyBrokenTags(xml: string): string | undefined {
  let first: string | undefined;
  let count = 0;
  const parser = new Parser();
  parser.on('warn', ({ message }) => {
    first ??= message;
    count += 1;
    if (count > MOST) parser.stop();
  });
  // Where reading ends, moddle says why.
  parser.on('error', () => parser.stop());
  parser.on('openTag', (_, attributes) => {
    attributes();
  });
  parser.parse(xml);
  return count > MOST ? first : undefined;
}
