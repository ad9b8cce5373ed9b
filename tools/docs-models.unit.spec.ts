import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** A model's text as pages quote it: flows in and out of an element are left out, and indentation does not count. */
const quotable = (xml: string): string =>
  xml.replaceAll(/<bpmn:(incoming|outgoing)>.*?<\/bpmn:\1>/g, '').replaceAll(/>\s+</g, '><');

/** The XML in a page: every block that is marked `xml`, in pieces where empty lines stand for what is left out. */
const quotesIn = (markdown: string): string[] =>
  [...markdown.matchAll(/^```xml\n(.*?)^```$/gms)].flatMap(([, block = '']) =>
    block.split('\n\n').map((piece) => quotable(piece.trim())),
  );

const models = globSync('processes/**/*.bpmn', { cwd: root }).map((path) => quotable(read(path)));
const notInAModel = (markdown: string): string[] =>
  quotesIn(markdown).filter((quote) => !models.some((model) => model.includes(quote)));

describe('the models that pages quote', () => {
  it('say what the pages say', () => {
    const pages = globSync(['*.md', 'docs/**/*.md', 'processes/*.md'], { cwd: root }).map(read);
    expect(pages.flatMap(quotesIn).length).toBeGreaterThan(0);
    expect(pages.flatMap(notInAModel)).toEqual([]);
  });

  it('would be missed if they did not', () => {
    const page = '```xml\n<bpmn:task id="RegisterOrder" name="Register order">\n```\n';
    expect(notInAModel(page)).toEqual([]);
    expect(notInAModel(page.replace('RegisterOrder', 'Nowhere'))).toHaveLength(1);
  });
});
