import { existsSync, globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { explainModel, readModel, splitModel } from '@partitura/bpmn';
import { type Browser, chromium, type Page } from 'playwright-core';

const root = join(__dirname, '../../../..');
const path = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const present = existsSync(path);
// On CI a missing browser is a failure, elsewhere a skipped suite.
const suite = present || process.env['CI'] === 'true' ? describe : describe.skip;
const why = present ? '' : ` (skipped: there is no Chromium at ${path}; CHROMIUM_PATH names another)`;

interface Opened {
  readonly warnings: readonly string[];
  readonly pools: readonly string[];
  /** Ids of elements that have no place in the diagram. */
  readonly missing: readonly string[];
  /** Ids of message flows that lead to the bus, but not straight. */
  readonly slanted: readonly string[];
}

/** Runs inside the page, in bpmn-js. */
const OPEN = `async (xml) => {
  const viewer = new BpmnJS({ container: '#canvas' });
  const { warnings } = await viewer.importXML(xml);
  const elements = viewer.get('elementRegistry').getAll();
  const drawn = new Set(elements.map(({ id }) => id));
  const processes = viewer.getDefinitions().rootElements.filter(({ $type }) => $type === 'bpmn:Process');
  const toBus = elements.filter(({ type, source, target }) =>
    type === 'bpmn:MessageFlow' && [source.id, target.id].includes('Bus'));
  const result = {
    warnings: warnings.map((warning) => String(warning.message || warning)),
    pools: elements.filter(({ type }) => type === 'bpmn:Participant').map(({ id }) => id),
    missing: processes.flatMap(({ flowElements = [], artifacts = [] }) => [...flowElements, ...artifacts])
      .map(({ id }) => id).filter((id) => !drawn.has(id)),
    slanted: toBus.filter(({ waypoints }) => new Set(waypoints.map(({ x }) => x)).size > 1).map(({ id }) => id),
  };
  viewer.destroy();
  return result;
}`;

suite(`diagrams that are written${why}`, () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: path,
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
    });
    page = await browser.newPage();
    await page.setContent('<div id="canvas" style="width: 1200px; height: 800px"></div>');
    await page.addScriptTag({
      path: createRequire(__filename).resolve('bpmn-js/dist/bpmn-viewer.development.js'),
    });
  });

  afterAll(async () => {
    await browser?.close();
  });

  const open = (xml: string): Promise<Opened> => page.evaluate<Opened>(`(${OPEN})(${JSON.stringify(xml)})`);

  const scores = globSync(['processes/*.bpmn', 'processes/*/*.bpmn', 'benchmarks/models/s4.bpmn'], {
    cwd: root,
  })
    .sort()
    .map((file): [string, string] => [file, readFileSync(join(root, file), 'utf8')])
    .filter(([, xml]) => /<bpmn:participant /.test(xml));

  test.each(scores)(
    'every fragment of %s opens in bpmn-js, with straight lines to the bus',
    async (_, xml) => {
      for (const { xml: fragment } of await splitModel(await readModel(xml))) {
        const { warnings, pools, missing, slanted } = await open(fragment);
        expect({ warnings, missing, slanted }).toEqual({ warnings: [], missing: [], slanted: [] });
        expect(pools).toHaveLength(2);
        expect(pools).toContain('Bus');
      }
    },
  );

  test.each(scores)('%s opens in bpmn-js when it is explained', async (_, xml) => {
    const { warnings, missing } = await open(await explainModel(await readModel(xml)));
    expect({ warnings, missing }).toEqual({ warnings: [], missing: [] });
  });
});
