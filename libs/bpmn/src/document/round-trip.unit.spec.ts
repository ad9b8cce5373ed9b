import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readModel } from './read-model';
import { changesOf } from './testing/changes';
import { writeModel } from './write-model';

const root = join(__dirname, '../../../..');
const shared = resolve(process.env['PARTITURA_SHARED'] ?? join(root, '../shared'));
const present = existsSync(join(shared, 'conformance'));
const suite = present ? describe : describe.skip;
const where = present
  ? ''
  : ' (skipped: there is no shared conformance data; PARTITURA_SHARED names its folder)';

const read = (path: string): string => {
  const bytes = readFileSync(path);
  return bytes.toString(/encoding="ISO-8859-1"/.test(bytes.toString('latin1', 0, 100)) ? 'latin1' : 'utf8');
};

const models = (folder: string, pattern: string): [string, string][] =>
  globSync(pattern, { cwd: folder })
    .sort()
    .map((path) => [path, join(folder, path)]);

test.each(models(root, 'processes/**/*.bpmn'))('%s is written as it was read', async (_, path) => {
  expect(await changesOf(read(path))).toEqual([]);
});

suite(`models of other tools${where}`, () => {
  const found = models(shared, '{conformance,scenarios}/**/*.bpmn');

  test.each(found)('%s is written as it was read', async (_, path) => {
    expect(await changesOf(read(path))).toEqual([]);
  });

  test.each(found)('%s is written the same the second time', async (_, path) => {
    const once = await writeModel(await readModel(read(path)));
    expect(await writeModel(await readModel(once))).toBe(once);
  });

  test('there are some', () => {
    expect(models(shared, 'conformance/miwg/*.bpmn')).toHaveLength(21);
  });
});
