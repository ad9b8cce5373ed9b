/** A start tag, end tag or empty element: from its `<` to behind its `>`. */
export interface Tag {
  readonly at: number;
  readonly text: string;
}

/**
 * The tags of a text in their order; what stands in comments, CDATA and instructions is none. It divides the text
 * exactly as the parser behind moddle (saxen) does, also where it is no XML: a limit that is checked here holds there.
 * Every character is looked at once, whatever the text is.
 */
export function* tagsOf(xml: string): Generator<Tag> {
  for (let at = xml.indexOf('<'); at >= 0;) {
    const end = endOfMarkup(xml, at);
    if (end < 0) return;
    if (!xml.startsWith('<!', at) && !xml.startsWith('<?', at)) yield { at, text: xml.slice(at, end) };
    at = xml.indexOf('<', end);
  }
}

/** Index behind the markup that begins at `at`; -1 when it has no end. */
function endOfMarkup(xml: string, at: number): number {
  // Searched from the beginning of the markup, so that `<!-->` is a whole comment, and `<?>` a whole instruction.
  const behind = (closing: string): number => {
    const found = xml.indexOf(closing, at);
    return found < 0 ? -1 : found + closing.length;
  };
  if (xml.startsWith('<!--', at)) return behind('-->');
  if (xml.startsWith('<![CDATA[', at)) return behind(']]>');
  if (xml.startsWith('<?', at)) return behind('?>');
  for (let index = at + 1; index < xml.length; index += 1) {
    const character = xml[index];
    if (character === '>') return index + 1;
    if (character !== '"' && character !== "'") continue;
    // A quote without its other half is a character like others; it is the last of its kind in the text.
    const closing = xml.indexOf(character, index + 1);
    if (closing >= 0) index = closing;
  }
  return -1;
}
