import { existsSync, globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const root = join(__dirname, '..');
const path = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const present = existsSync(path);
// On CI a missing browser is a failure, elsewhere a skipped suite.
const suite = present || process.env['CI'] === 'true' ? describe : describe.skip;
const why = present ? '' : ` (skipped: there is no Chromium at ${path}; CHROMIUM_PATH names another)`;

interface Box {
  readonly id: string;
  readonly kind: 'pool' | 'shape' | 'boundary' | 'label';
  readonly pool: string;
  /** The sub-processes around it. */
  readonly around: readonly string[];
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Drawing {
  readonly warnings: readonly string[];
  readonly boxes: readonly Box[];
  readonly messageFlows: readonly { readonly id: string; readonly waypoints: readonly Point[] }[];
  /** Ids of elements that have no place in the diagram. */
  readonly missing: readonly string[];
}

/** Runs inside the page, in bpmn-js: imports the model and tells what was drawn where. */
const OPEN = `async (xml) => {
  const viewer = new BpmnJS({ container: '#canvas' });
  const { warnings } = await viewer.importXML(xml);
  const elements = viewer.get('elementRegistry').getAll();
  const poolOf = (element) => !element ? '' : element.type === 'bpmn:Participant' ? element.id : poolOf(element.parent);
  const aroundOf = (element) => !element || element.type === 'bpmn:Participant' ? [] : [element.id, ...aroundOf(element.parent)];
  const kindOf = (element) => element.type === 'label' || element.labelTarget ? 'label'
    : element.type === 'bpmn:Participant' ? 'pool'
    : element.type === 'bpmn:BoundaryEvent' ? 'boundary' : 'shape';
  const boxes = elements.filter((element) => element.width !== undefined).map((element) => ({
    id: element.id, kind: kindOf(element), pool: poolOf(element.labelTarget || element),
    around: aroundOf((element.labelTarget || element).parent),
    x: element.x, y: element.y, width: element.width, height: element.height,
  }));
  const messageFlows = elements.filter((element) => element.type === 'bpmn:MessageFlow')
    .map(({ id, waypoints }) => ({ id, waypoints: waypoints.map(({ x, y }) => ({ x, y })) }));
  const drawn = new Set(elements.map(({ id }) => id));
  const processes = viewer.getDefinitions().rootElements.filter(({ $type }) => $type === 'bpmn:Process');
  const missing = processes.flatMap(({ flowElements, artifacts = [] }) => [...flowElements, ...artifacts])
    .map(({ id }) => id).filter((id) => !drawn.has(id));
  viewer.destroy();
  return { warnings: warnings.map(String), boxes, messageFlows, missing };
}`;

suite(`diagrams${why}`, () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: path,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
      ],
    });
  });

  afterAll(async () => {
    await browser?.close();
  });

  const open = (model: string): Promise<Drawing> => draw(readFileSync(join(root, model), 'utf8'));

  async function draw(xml: string): Promise<Drawing> {
    const page = await browser.newPage();
    try {
      await page.setContent('<div id="canvas" style="width: 1200px; height: 800px"></div>');
      await page.addScriptTag({
        path: createRequire(__filename).resolve('bpmn-js/dist/bpmn-viewer.development.js'),
      });
      return await page.evaluate<Drawing>(`(${OPEN})(${JSON.stringify(xml)})`);
    } finally {
      await page.close();
    }
  }

  const models = globSync(
    [
      'processes/*.bpmn',
      'processes/*/*.bpmn',
      'benchmarks/models/*.bpmn',
      'apps/cli/src/new/template/*.bpmn',
    ],
    { cwd: root, exclude: ['processes/examples'] },
  ).sort();
  const scores = models.filter((model) => /<bpmn:participant /.test(readFileSync(join(root, model), 'utf8')));

  const examples = globSync('processes/examples/**/*.bpmn', { cwd: root }).sort();

  test.each([...models, ...examples])(
    '%s opens in bpmn-js without warnings, and all of it is drawn',
    async (model) => {
      const { warnings, missing, boxes } = await open(model);
      expect(warnings).toEqual([]);
      expect(missing).toEqual([]);
      expect(boxes.length).toBeGreaterThan(0);
    },
  );

  test.each(models)('%s has no shapes or labels on top of one another', async (model) => {
    const { boxes } = await open(model);
    expect(overlaps(boxes)).toEqual([]);
  });

  test.each(scores)('%s keeps every shape inside its pool', async (model) => {
    const { boxes } = await open(model);
    expect(outsiders(boxes)).toEqual([]);
  });

  test.each(models)(
    '%s draws message flows as vertical lines, with bends only between pools',
    async (model) => {
      expect(crooked(await open(model))).toEqual([]);
    },
  );

  test('a shape that is moved onto another one, or out of its pool, is found', async () => {
    const xml = readFileSync(join(root, 'benchmarks/models/s4.bpmn'), 'utf8');
    const moved = (id: string, x: number, y: number): string =>
      xml.replace(
        new RegExp(`(bpmnElement="${id}">\\s*<dc:Bounds )x="\\d+" y="\\d+"`),
        `$1x="${x}" y="${y}"`,
      );
    expect(overlaps((await draw(moved('Release', 560, 460))).boxes)).toContain('Reserve Release');
    expect(outsiders((await draw(moved('Release', 520, 640))).boxes)).toEqual(['Release']);
  });

  test('a message flow that is slanted, or bends inside a pool, is found', async () => {
    const drawing = await open('processes/health-care/health-care.bpmn');
    const [straight, , , bent] = drawing.messageFlows;
    if (!straight || !bent) throw new Error('The model has too few message flows.');
    expect(crooked({ ...drawing, messageFlows: [straight, bent] })).toEqual([]);
    const slanted = {
      id: 'slanted',
      waypoints: straight.waypoints.map(({ x, y }, at) => ({ x: x + at, y })),
    };
    const inside = { id: 'inside', waypoints: bent.waypoints.map(({ x, y }) => ({ x, y: y + 100 })) };
    expect(crooked({ ...drawing, messageFlows: [slanted, inside] })).toEqual(['slanted', 'inside']);
  });
});

/** Pairs of shapes or labels on top of one another; boundary events belong on their activities, the rest in its sub-process. */
function overlaps(boxes: readonly Box[]): string[] {
  const placed = boxes.filter(({ kind }) => kind === 'shape' || kind === 'label');
  const belong = (one: Box, other: Box): boolean =>
    one.around.includes(other.id) || other.around.includes(one.id);
  return placed.flatMap((one, index) =>
    placed
      .slice(index + 1)
      .flatMap((other) => (overlap(one, other) && !belong(one, other) ? [`${one.id} ${other.id}`] : [])),
  );
}

/** Message flows that are not vertical; one of several that leave an event may go sideways between two pools. */
function crooked({ boxes, messageFlows }: Drawing): string[] {
  const pools = boxes.filter(({ kind }) => kind === 'pool');
  const between = ({ y }: Point): boolean => pools.every((pool) => y <= pool.y || y >= pool.y + pool.height);
  const wrong = (from: Point, to: Point): boolean => from.x !== to.x && !(from.y === to.y && between(from));
  return messageFlows
    .filter(({ waypoints }) => waypoints.slice(1).some((to, at) => wrong(waypoints[at] ?? to, to)))
    .map(({ id }) => id);
}

/** Shapes that reach out of their pool. */
function outsiders(boxes: readonly Box[]): string[] {
  const pools = new Map(boxes.filter(({ kind }) => kind === 'pool').map((pool) => [pool.id, pool]));
  return boxes.filter((box) => box.kind !== 'pool' && !inside(box, pools.get(box.pool))).map(({ id }) => id);
}

function overlap(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

function inside(box: Box, pool: Box | undefined): boolean {
  return (
    pool !== undefined &&
    box.x >= pool.x &&
    box.y >= pool.y &&
    box.x + box.width <= pool.x + pool.width &&
    box.y + box.height <= pool.y + pool.height
  );
}
