import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as fc from 'fast-check';
import { readModel } from '../document/read-model';
import { differences } from '../document/testing/differences';
import { xmlTree } from '../document/testing/xml-tree';
import { fragmentFor, splitModel } from '../split/split-model';
import { randomModel } from '../split/testing/random-model';
import { joinFragments } from './join-fragments';

const root = join(__dirname, '../../../..');
const shared = resolve(process.env['PARTITURA_SHARED'] ?? join(root, '../shared'));
const present = existsSync(join(shared, 'conformance'));
const suite = present ? describe : describe.skip;
const why = present
  ? ''
  : ' (skipped: there is no shared conformance data; PARTITURA_SHARED names its folder)';

const read = (path: string): string => {
  const bytes = readFileSync(path);
  return bytes.toString(/encoding="ISO-8859-1"/.test(bytes.toString('latin1', 0, 100)) ? 'latin1' : 'utf8');
};

/** Name and text of the collaborations below a folder. */
const collaborations = (folder: string, pattern: string): [string, string][] =>
  globSync(pattern, { cwd: folder })
    .sort()
    .map((path): [string, string] => [path, read(join(folder, path))])
    .filter(([, xml]) => /<(\w+:)?participant\s/.test(xml));

const own = collaborations(root, '{processes,benchmarks,apps}/**/*.bpmn');
const others = present ? collaborations(shared, '{conformance,scenarios}/**/*.bpmn') : [];

/** What splitting and joining change in a model; nothing, one hopes. */
async function changesOf(xml: string): Promise<readonly string[]> {
  const files = await splitModel(await readModel(xml));
  const joined = await joinFragments(files.map((file) => file.xml).reverse());
  return differences(xmlTree(xml), xmlTree(joined));
}

test.each(own)('%s is what its fragments are joined to', async (_, xml) => {
  expect(await changesOf(xml)).toEqual([]);
});

suite(`models of other tools${why}`, () => {
  test.each(others)('%s is what its fragments are joined to', async (_, xml) => {
    expect(await changesOf(xml)).toEqual([]);
  });
});

test('any collaboration is what its fragments are joined to', async () => {
  await fc.assert(
    fc.asyncProperty(randomModel, async (xml) => {
      expect(await changesOf(xml)).toEqual([]);
    }),
    { numRuns: 80 },
  );
});

test('fragments of several participants in one file are joined as well', async () => {
  await fc.assert(
    fc.asyncProperty(randomModel, fc.nat(3), async (xml, cut) => {
      const document = await readModel(xml);
      const names = (await splitModel(document)).map(({ participant }) => participant);
      const parts = [names.slice(0, cut), names.slice(cut)].filter(({ length }) => length > 0);
      const files = await Promise.all(parts.map((part) => fragmentFor(document, part)));
      expect(differences(xmlTree(xml), xmlTree(await joinFragments(files)))).toEqual([]);
    }),
    { numRuns: 30 },
  );
});
