import { tagsOf } from '../xml/tags';

/**
 * Does to white space what XML 1.0 asks of a parser (sections 2.11 and 3.3.3) and the one behind bpmn-moddle leaves
 * out: line ends become `\n`, and white space written raw in an attribute becomes blanks. What remains in the model
 * was written as a character reference, and is written as one again.
 */
export function normaliseWhiteSpace(xml: string): string {
  return normaliseAttributes(xml.replace(/\r\n?/g, '\n'));
}

/** Writes as references what a parser would change, in text and attributes alike; moddle writes them raw. */
export function protectWhiteSpace(xml: string): string {
  return xml.replaceAll('\r', '&#13;').replaceAll('\t', '&#9;');
}

function normaliseAttributes(xml: string): string {
  let normalised = '';
  let from = 0;
  for (const { at, text } of tagsOf(xml)) {
    if (!/[\t\n]/.test(text)) continue;
    normalised += xml.slice(from, at) + text.replace(/"[^"]*"|'[^']*'/g, blankLines);
    from = at + text.length;
  }
  return normalised + xml.slice(from);
}

const blankLines = (value: string): string => value.replace(/[\t\n]/g, ' ');
