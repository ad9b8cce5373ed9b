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

/** Every character is looked at once, whatever the text is. */
function normaliseAttributes(xml: string): string {
  let normalised = '';
  let from = 0;
  for (let at = xml.indexOf('<'); at >= 0;) {
    const end = endOfMarkup(xml, at);
    if (end < 0) break;
    const tag = xml.slice(at, end);
    if (/^<[^!?/]/.test(tag) && /[\t\n]/.test(tag)) {
      normalised += xml.slice(from, at) + tag.replace(/"[^"]*"|'[^']*'/g, blankLines);
      from = end;
    }
    at = xml.indexOf('<', end);
  }
  return normalised + xml.slice(from);
}

const blankLines = (value: string): string => value.replace(/[\t\n]/g, ' ');

/** Index behind the markup that begins at `at`; -1 when it has no end. */
function endOfMarkup(xml: string, at: number): number {
  const behind = (closing: string, from: number): number => {
    const found = xml.indexOf(closing, from);
    return found < 0 ? -1 : found + closing.length;
  };
  if (xml.startsWith('<!--', at)) return behind('-->', at + 4);
  if (xml.startsWith('<![CDATA[', at)) return behind(']]>', at + 9);
  if (xml.startsWith('<?', at)) return behind('?>', at + 2);
  for (let index = at + 1; index < xml.length; index += 1) {
    const character = xml[index];
    if (character === '>') return index + 1;
    if (character !== '"' && character !== "'") continue;
    index = xml.indexOf(character, index + 1);
    if (index < 0) return -1;
  }
  return -1;
}
