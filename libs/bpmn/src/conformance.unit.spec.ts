import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { compileScore } from './compile-score';
import { checkGraph } from './testing/check-graph';
import { problemsOf } from './testing/model-xml';

/** The shared conformance data: beside the checkout, or where PARTITURA_SHARED says. */
const shared = resolve(process.env['PARTITURA_SHARED'] ?? join(__dirname, '../../../../shared'));
const present = existsSync(join(shared, 'scenarios'));
const suite = present ? describe : describe.skip;
const where = present
  ? ''
  : ' (skipped: there is no shared conformance data; PARTITURA_SHARED names its folder)';

const find = (pattern: string): [string, string][] =>
  globSync(pattern, { cwd: shared })
    .sort()
    .map((path) => [path, join(shared, path)]);

interface Scenario {
  readonly files: readonly string[];
  readonly expect?: { readonly rejected?: true | { readonly message: string } };
}

const read = (path: string): string => readFileSync(path, 'utf8');

/** Scenarios whose deployment is refused; those of `check` need the proof that a composition cannot hang. */
const rejected = find('scenarios/**/*.scenario.yaml').flatMap(([name, path]) => {
  const { files, expect: expected } = parse(read(path)) as Scenario;
  const isCheck = basename(dirname(path)) === 'check';
  return expected?.rejected && !isCheck ? [{ name, path, files, rejected: expected.rejected }] : [];
});
const refusedFiles = new Set(
  rejected.flatMap(({ path, files }) => files.map((file) => join(dirname(path), file))),
);

suite(`models of the scenarios${where}`, () => {
  const models = find('scenarios/**/*.bpmn');
  const deployable = models.filter(([, path]) => !refusedFiles.has(path));

  test.each(deployable)('%s compiles', async (_, path) => {
    checkGraph(await compileScore(read(path)));
  });

  test.each(rejected)('$name', async ({ path, files, rejected: expected }) => {
    const refusals = await Promise.all(files.map((file) => problemsOf(read(join(dirname(path), file)))));
    const messages = refusals.flat().map(({ message }) => message);
    expect(messages).not.toEqual([]);
    if (expected !== true) expect(messages.join('\n')).toContain(expected.message);
  });
});

suite(`models of other tools${where}`, () => {
  const models = find('conformance/miwg/*.bpmn');

  test.each(models)('%s is compiled, or refused in words', async (_, path) => {
    const xml = read(path);
    // Most are drawings; made executable, their elements are judged as well.
    const executable = xml
      .replace(/(<(?:\w+:)?process )(?![^>]*isExecutable)/g, '$1isExecutable="true" ')
      .replace(/isExecutable="false"/g, 'isExecutable="true"');
    for (const model of [xml, executable]) {
      for (const { element, message, rule } of await problemsOf(model)) {
        expect(rule).toMatch(/^[a-z-]+$/);
        expect(element).not.toBe('');
        expect(message).toMatch(/\. .*\.$/s);
      }
    }
  });

  test('there are some', () => {
    expect(models.length).toBeGreaterThan(0);
  });
});
