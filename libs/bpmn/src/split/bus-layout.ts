import { around, type Bounds, contains, type Point, transposed } from '../diagram/bounds';

/** A message flow of which one end is drawn; the other one is to be at the bus. */
export interface NearEnd {
  readonly bounds: Bounds;
  /** Where the flow left or entered it in the whole diagram. */
  readonly docked?: Point;
  readonly named: boolean;
}

export interface Drawing {
  readonly pools: readonly Bounds[];
  /** Pools stand side by side instead of one below the other. */
  readonly vertical: boolean;
  /** Shapes and labels that lines should not cross. */
  readonly obstacles: readonly Bounds[];
  readonly ends: readonly NearEnd[];
}

export interface BusLayout {
  readonly bus: Bounds;
  /** For each end: its point, the point at the bus, and where a name goes. */
  readonly lines: readonly { readonly near: Point; readonly far: Point; readonly label: Bounds }[];
}

const BUS_HEIGHT = 60;
const GAP = 60;
const LABEL = { width: 90, height: 28 };
/** Names of flows side by side stand in several rows. */
const LABEL_ROWS = 3;

/** Puts the bus along the pools, on the side where straight lines to it cross less. */
export function layOutBus(drawing: Drawing): BusLayout {
  if (drawing.vertical) return turned(layOutBus(turnedDrawing(drawing)));
  const [below, above] = [layOut(drawing, 1), layOut(drawing, -1)];
  return below.cost <= above.cost ? below : above;
}

function layOut({ pools, obstacles, ends }: Drawing, down: 1 | -1): BusLayout & { readonly cost: number } {
  const all = around(pools);
  const gap = ends.some(({ named }) => named) ? GAP + LABEL_ROWS * LABEL.height : GAP;
  const border = down > 0 ? all.y + all.height : all.y;
  const bus: Bounds = {
    x: all.x,
    y: down > 0 ? border + gap : border - gap - BUS_HEIGHT,
    width: all.width,
    height: BUS_HEIGHT,
  };
  const farY = down > 0 ? bus.y : bus.y + bus.height;
  const taken: { readonly x: number; readonly end: NearEnd }[] = [];
  let cost = 0;
  const lines = ends.map((end, index) => {
    const candidates = columns(end).map((x) => {
      const near = { x, y: dock(end.bounds, x, down) };
      return { near, cost: costOf(near, farY, end, obstacles, taken) };
    });
    const best = candidates.reduce((one, other) => (other.cost < one.cost ? other : one));
    taken.push({ x: best.near.x, end });
    cost += best.cost;
    const row = border + down * (GAP / 2 + (index % LABEL_ROWS) * LABEL.height);
    return {
      near: best.near,
      far: { x: best.near.x, y: farY },
      label: { x: best.near.x + 5, y: down > 0 ? row : row - LABEL.height, ...LABEL },
    };
  });
  return { bus, lines, cost };
}

/** Where a line may leave an element: where it did, in its middle, or anywhere along its side. */
function columns({ bounds, docked }: NearEnd): readonly number[] {
  const { x, width } = bounds;
  const middle = Math.round(x + width / 2);
  const step = Math.max(6, Math.round(width / 40));
  const beside = Array.from({ length: Math.ceil((width - 8) / step) }, (_, index) => x + 4 + index * step);
  const wished = docked && docked.x >= x && docked.x <= x + width ? [docked.x] : [];
  return [...wished, middle, ...beside];
}

function costOf(
  near: Point,
  farY: number,
  end: NearEnd,
  obstacles: readonly Bounds[],
  taken: readonly { readonly x: number; readonly end: NearEnd }[],
): number {
  const [top, bottom] = [Math.min(near.y, farY), Math.max(near.y, farY)];
  const crossed = obstacles.filter(
    (one) =>
      one.x - 4 < near.x &&
      near.x < one.x + one.width + 4 &&
      one.y < bottom &&
      one.y + one.height > top &&
      !contains(one, end.bounds),
  );
  const wished = columns(end)[0] ?? near.x;
  const clashes = taken.filter(({ x }) => Math.abs(x - near.x) < 12);
  return crossed.length * 100 + clashes.length * 150 + Math.abs(near.x - wished);
}

/** Events are round: a line beside their middle is longer. */
function dock({ x, y, width, height }: Bounds, column: number, down: 1 | -1): number {
  const middle = y + height / 2;
  const isRound = width === height && width <= 50;
  const reach = isRound
    ? Math.sqrt(Math.max(0, (width / 2) ** 2 - (column - x - width / 2) ** 2))
    : height / 2;
  return Math.round(middle + down * reach);
}

const turnedPoint = ({ x, y }: Point): Point => ({ x: y, y: x });

const turnedDrawing = ({ pools, obstacles, ends }: Drawing): Drawing => ({
  vertical: false,
  pools: pools.map(transposed),
  obstacles: obstacles.map(transposed),
  ends: ends.map(({ bounds, docked, named }) => ({
    bounds: transposed(bounds),
    named,
    ...(docked ? { docked: turnedPoint(docked) } : {}),
  })),
});

const turned = ({ bus, lines }: BusLayout): BusLayout => ({
  bus: transposed(bus),
  lines: lines.map(({ near, far, label }) => ({
    near: turnedPoint(near),
    far: turnedPoint(far),
    label: { ...LABEL, ...turnedPoint(label) },
  })),
});
