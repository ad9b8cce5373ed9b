import type { Problem } from '../problem';
import { firstOfManyBrokenTags } from './broken-tags';
import { tagsOf } from './tags';

/** Models that people draw stay far below; a parser fed with more could stop a whole host. */
const MAX_CHARACTERS = 10 * 1024 * 1024;
/** Elements inside one another; deeper nesting is an attack on the stack, not a model. */
const MAX_DEPTH = 200;
/** A start tag with its attributes. */
const MAX_TAG = 1024 * 1024;

/** What can be said about the text before it is parsed; undefined when it may be parsed. */
export function checkText(xml: string): Problem | undefined {
  if (xml.length > MAX_CHARACTERS) {
    return refuse(
      'file-too-large',
      `The file has ${xml.length} characters; ${MAX_CHARACTERS} are allowed. Split the model, or remove embedded images.`,
    );
  }
  const markup = withoutComments(xml);
  if (/<!(DOCTYPE|ENTITY)/i.test(markup)) {
    // Entities expand to anything (billion laughs) or to other files.
    return refuse(
      'entity-declaration',
      'The file declares a document type or entities, which BPMN does not need. Remove the <!DOCTYPE …> part.',
    );
  }
  if (!markup.includes('<')) {
    return refuse('not-xml', 'The file is no XML. Save it as BPMN 2.0 XML from a modeler.');
  }
  const { depth, longest } = measure(xml);
  if (longest > MAX_TAG) {
    return refuse(
      'file-too-large',
      `A tag has ${longest} characters; ${MAX_TAG} are allowed. Remove embedded images.`,
    );
  }
  if (depth > MAX_DEPTH) {
    return refuse('nested-too-deeply', `Elements are nested more than ${MAX_DEPTH} deep. Flatten the model.`);
  }
  const broken = firstOfManyBrokenTags(xml);
  if (broken !== undefined) {
    return refuse(
      'not-xml',
      `The file is no well-formed XML: ${broken}, and much more like it. Save it as BPMN 2.0 XML from a modeler.`,
    );
  }
  return undefined;
}

function refuse(rule: string, message: string): Problem {
  return { rule, element: 'definitions', message };
}

/** Comments and CDATA may mention anything. Written with `indexOf`, so that its time is linear in any text. */
function withoutComments(xml: string): string {
  let markup = '';
  let from = 0;
  for (const { index, 0: opening } of xml.matchAll(/<!--|<!\[CDATA\[/g)) {
    if (index < from) continue;
    markup += xml.slice(from, index);
    const closing = opening === '<!--' ? '-->' : ']]>';
    const end = xml.indexOf(closing, index + opening.length);
    from = end < 0 ? xml.length : end + closing.length;
  }
  return markup + xml.slice(from);
}

function measure(xml: string): { depth: number; longest: number } {
  let depth = 0;
  let deepest = 0;
  let longest = 0;
  for (const { text } of tagsOf(xml)) {
    longest = Math.max(longest, text.length);
    if (text.startsWith('</')) depth -= 1;
    else if (!text.endsWith('/>')) deepest = Math.max(deepest, (depth += 1));
  }
  return { depth: deepest, longest };
}
