import type { Bounds } from '../diagram/bounds';
import type { ModelElement } from '../document/model-document';
import { childOf, childrenOf, flagOf, type XmlElement } from '../xml/element';
import type { Canvas } from './canvas';

/** Something to draw beside what is in a pool. */
export interface MarginItem {
  readonly width: number;
  readonly height: number;
  draw(canvas: Canvas, at: { readonly x: number; readonly y: number }): void;
}

/** A pool with what is to be drawn in it. */
export interface PoolMargin {
  readonly pool: ModelElement;
  readonly items: readonly MarginItem[];
}

const GAP = 20;

/** Makes all pools of a diagram wider at their far end, by as much as one of them needs, and draws the items there. */
export function drawMargins(
  canvas: Canvas,
  margins: readonly PoolMargin[],
  pools: readonly ModelElement[],
): void {
  const drawn = pools.flatMap((pool) => {
    const shape = canvas.shapeOf(pool);
    const bounds = canvas.boundsOf(pool);
    return shape && bounds ? [{ pool, shape, bounds }] : [];
  });
  const vertical = drawn.some(
    ({ shape, bounds }) => !flagOf(shape, 'isHorizontal', bounds.width >= bounds.height),
  );
  const placed = drawn.map(({ pool, bounds }) => {
    const items = margins.find((margin) => margin.pool === pool)?.items ?? [];
    return { bounds, ...arrange(items, bounds, vertical) };
  });
  const needed = Math.max(0, ...placed.map(({ size }) => size));
  if (needed === 0) return;
  for (const { shape, bounds } of drawn) {
    for (const lane of canvas.lanesAtEnd(bounds, vertical)) grow(lane, needed, vertical);
    grow(shape, needed, vertical);
  }
  for (const { places } of placed) for (const { item, at } of places) item.draw(canvas, at);
}

interface Arranged {
  readonly places: readonly {
    readonly item: MarginItem;
    readonly at: { readonly x: number; readonly y: number };
  }[];
  /** By how much the pool must grow. */
  readonly size: number;
}

/** Items one below the other in columns behind the right end of a pool; of a vertical one below its lower end. */
function arrange(items: readonly MarginItem[], pool: Bounds, vertical: boolean): Arranged {
  const far = vertical ? pool.y + pool.height : pool.x + pool.width;
  const places: { item: MarginItem; at: { x: number; y: number } }[] = [];
  let start = far + GAP;
  let side = vertical ? pool.x + GAP + 20 : pool.y + GAP;
  let thick = 0;
  for (const item of items) {
    const [length, depth] = vertical ? [item.width, item.height] : [item.height, item.width];
    const room = vertical ? pool.x + pool.width : pool.y + pool.height;
    if (thick > 0 && side + length + GAP > room) {
      start += thick + GAP;
      side = vertical ? pool.x + GAP + 20 : pool.y + GAP;
      thick = 0;
    }
    places.push({ item, at: vertical ? { x: side, y: start } : { x: start, y: side } });
    side += length + GAP;
    thick = Math.max(thick, depth);
  }
  return { places, size: items.length === 0 ? 0 : start + thick + GAP - far };
}

function grow(shape: XmlElement, by: number, vertical: boolean): void {
  const bounds = childOf(shape, 'bounds') as unknown as { width: number; height: number } | undefined;
  if (bounds && vertical) bounds.height += by;
  else if (bounds) bounds.width += by;
}

export function poolsOf(definitions: XmlElement): readonly ModelElement[] {
  return childrenOf(definitions, 'rootElements').flatMap((root) =>
    childrenOf(root, 'participants'),
  ) as ModelElement[];
}
