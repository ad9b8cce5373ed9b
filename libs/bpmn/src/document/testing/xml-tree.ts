/** An XML element as the Infoset sees it: names are `{namespace}local`, prefixes and the order of attributes gone. */
export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  /** Text between the children, CDATA resolved; the white space that only indents is dropped. */
  readonly text: string;
}

const TOKEN =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<\/[^>]*>|<([^\s/>]+)((?:\s+[^\s=>]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|[^<]+/g;
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const TYPE = '{http://www.w3.org/2001/XMLSchema-instance}type';
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

interface Open {
  readonly prefixes: Readonly<Record<string, string>>;
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: XmlNode[];
  text: string;
}

/**
 * Reads well-formed XML, without any knowledge of BPMN: the yardstick that reading and writing are measured with
 * must not share their faults.
 */
export function xmlTree(xml: string): XmlNode {
  const around: Open = { prefixes: {}, name: '', attributes: {}, children: [], text: '' };
  const stack: Open[] = [around];
  const top = (): Open => stack.at(-1) ?? around;
  for (const [token, cdata, tag, attributes = '', selfClosing] of xml
    .replace(/^\uFEFF/, '')
    .matchAll(TOKEN)) {
    if (tag !== undefined) {
      stack.push(open(tag, attributes, top().prefixes));
      if (selfClosing !== '/') continue;
    } else if (cdata !== undefined) {
      top().text += cdata;
      continue;
    } else if (!token.startsWith('</')) {
      if (!token.startsWith('<')) top().text += decode(lines(token));
      continue;
    }
    const { name, attributes: own, children, text } = stack.pop() ?? around;
    top().children.push({ name, attributes: own, children, text: text.trim() === '' ? '' : text });
  }
  const [root] = around.children;
  if (!root || stack.length !== 1) throw new Error('The XML is not well-formed.');
  return root;
}

function open(tag: string, source: string, outer: Readonly<Record<string, string>>): Open {
  const pairs = [...source.matchAll(ATTRIBUTE)].map(
    ([, name = '', double, single = '']) =>
      [name, decode((double ?? single).replace(/[\t\n\r]/g, ' '))] as const,
  );
  const prefixes = { ...outer };
  for (const [name, uri] of pairs) {
    if (name === 'xmlns' || name.startsWith('xmlns:')) prefixes[name.slice(6)] = uri;
  }
  const expand = (name: string, byDefault: string): string => {
    const colon = name.indexOf(':');
    if (colon < 0) return byDefault === '' ? name : `{${byDefault}}${name}`;
    return `{${prefixes[name.slice(0, colon)] ?? name.slice(0, colon)}}${name.slice(colon + 1)}`;
  };
  // The value of xsi:type is a name as well.
  const typed = (name: string, value: string): string =>
    expand(name, '') === TYPE ? expand(value, prefixes[''] ?? '') : value;
  const attributes = pairs.filter(([name]) => !/^xmlns(:|$)/.test(name));
  return {
    prefixes,
    name: expand(tag, prefixes[''] ?? ''),
    attributes: Object.fromEntries(attributes.map(([name, value]) => [expand(name, ''), typed(name, value)])),
    children: [],
    text: '',
  };
}

function lines(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

function decode(text: string): string {
  return text.replace(/&(#x[\da-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (name.startsWith('#x')) return String.fromCodePoint(parseInt(name.slice(2), 16));
    if (name.startsWith('#')) return String.fromCodePoint(parseInt(name.slice(1), 10));
    return ENTITIES[name] ?? whole;
  });
}
