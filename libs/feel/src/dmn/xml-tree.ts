import { Parser } from 'saxen';
import { DecisionsRefusedError } from './decision-error';

/** An element of a DMN document: names without their prefix, text of the element itself. */
export interface Tree {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Tree[];
  readonly text: string;
}

interface Draft extends Tree {
  readonly children: Draft[];
  text: string;
}

/** Models that people draw stay far below; a parser fed with more could stop a whole host. */
const MAX_CHARACTERS = 10 * 1024 * 1024;
const MAX_DEPTH = 200;

/** Reads DMN XML of any version from 1.1 to 1.5; a reader of one version's schema would refuse the others' elements. */
export function readDefinitions(xml: string): Tree {
  const definitions = readXml(xml);
  if (definitions.name !== 'definitions' || !/DMN/i.test(xmlnsOf(definitions)))
    refuse('not-dmn', 'The file is no DMN model. Save it as DMN from a modeler.');
  return definitions;
}

/** Reads well-formed XML into its root element. Throws a `DecisionsRefusedError`. */
export function readXml(xml: string): Tree {
  if (xml.length > MAX_CHARACTERS)
    refuse(
      'file-too-large',
      `The file has ${xml.length} characters; ${MAX_CHARACTERS} are allowed. Split the model.`,
    );
  const document: Draft = { name: '', attributes: {}, children: [], text: '' };
  const stack = [document];
  const read = (text: string, decode: (text: string) => string): string => {
    if (UNKNOWN_ENTITY.test(text)) malformed('it uses an entity that XML does not have');
    return decode(text);
  };
  const addText = (text: string): void => {
    const element = stack.at(-1);
    if (element) element.text += text;
  };
  new Parser()
    .on('openTag', (name, attributes, decode) => {
      if (stack.length > MAX_DEPTH)
        refuse('nested-too-deeply', `Elements are nested more than ${MAX_DEPTH} deep. Flatten the model.`);
      const written = Object.entries(attributes()).map(([key, text]) => [key, read(text, decode)] as const);
      const element = { name: local(name), attributes: Object.fromEntries(written), children: [], text: '' };
      stack.at(-1)?.children.push(element);
      stack.push(element);
    })
    .on('closeTag', () => void stack.pop())
    .on('text', (text, decode) => addText(read(text, decode)))
    .on('cdata', addText)
    .on('attention', () =>
      refuse(
        'entity-declaration',
        // Entities expand to anything (billion laughs) or to other files.
        'The file declares a document type or entities, which DMN does not need. Remove the <!DOCTYPE …> part.',
      ),
    )
    .on('error', (error) => malformed(error.message))
    // An attribute twice, without quotes …: the parser would go on.
    .on('warn', (error) => malformed(error.message))
    .parse(xml);
  const [element, another] = document.children;
  if (!element) return refuse('not-xml', 'The file is no XML. Save it anew from a modeler.');
  if (another) malformed('it has more than one root element');
  return element;
}

const UNKNOWN_ENTITY = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i;

const malformed = (reason: string): never =>
  refuse('not-xml', `The file is no well-formed XML: ${reason}. Save it anew from a modeler.`);

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

const xmlnsOf = ({ attributes }: Tree): string =>
  Object.entries(attributes)
    .filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'))
    .map(([, uri]) => uri)
    .join(' ');

function refuse(rule: string, message: string): never {
  throw new DecisionsRefusedError([{ rule, element: 'definitions', message }]);
}

export const childOf = (tree: Tree | undefined, name: string): Tree | undefined =>
  tree?.children.find((child) => child.name === name);

export const childrenOf = (tree: Tree | undefined, name: string): readonly Tree[] =>
  tree?.children.filter((child) => child.name === name) ?? [];

/** The text of the `text` element inside an expression. */
export const textIn = (tree: Tree | undefined): string => childOf(tree, 'text')?.text.trim() ?? '';
