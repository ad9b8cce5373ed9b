import type { Problem } from '../problem';
import { tagsOf } from './tags';

/** Models that people draw stay far below; a parser fed with more could stop a whole host. */
const MAX_CHARACTERS = 10 * 1024 * 1024;
/** Elements inside one another; deeper nesting is an attack on the stack, not a model. */
const MAX_DEPTH = 200;

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
  if (depthOf(xml) > MAX_DEPTH) {
    return refuse('nested-too-deeply', `Elements are nested more than ${MAX_DEPTH} deep. Flatten the model.`);
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

function depthOf(xml: string): number {
  let depth = 0;
  let deepest = 0;
  for (const { text } of tagsOf(xml)) {
    if (text.startsWith('</')) depth -= 1;
    else if (!text.endsWith('/>')) deepest = Math.max(deepest, (depth += 1));
  }
  return deepest;
}
