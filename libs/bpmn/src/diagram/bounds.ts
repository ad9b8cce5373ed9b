import { childOf, numberOf, type XmlElement } from '../xml/element';

/** A rectangle in the units of a diagram (pixels of a modeler); y grows downwards. */
export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The bounds of a shape or a label; undefined for what has none. */
export function boundsOf(drawing: XmlElement | undefined): Bounds | undefined {
  const xml = childOf(drawing, 'bounds');
  if (!xml) return undefined;
  const [x, y] = [numberOf(xml, 'x'), numberOf(xml, 'y')];
  const [width, height] = [numberOf(xml, 'width'), numberOf(xml, 'height')];
  return x === undefined || y === undefined || width === undefined || height === undefined
    ? undefined
    : { x, y, width, height };
}

/** The smallest rectangle around all of them. */
export function around(all: readonly Bounds[]): Bounds {
  const x = Math.min(...all.map((one) => one.x));
  const y = Math.min(...all.map((one) => one.y));
  const right = Math.max(...all.map((one) => one.x + one.width));
  const bottom = Math.max(...all.map((one) => one.y + one.height));
  return { x, y, width: right - x, height: bottom - y };
}

export const contains = (outer: Bounds, inner: Bounds): boolean =>
  outer.x <= inner.x &&
  outer.y <= inner.y &&
  outer.x + outer.width >= inner.x + inner.width &&
  outer.y + outer.height >= inner.y + inner.height;

/** The same with rows for columns. */
export const transposed = ({ x, y, width, height }: Bounds): Bounds => ({
  x: y,
  y: x,
  width: height,
  height: width,
});

/** They share more than an edge. */
export const overlap = (one: Bounds, other: Bounds): boolean =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

/** A straight line between two points as a rectangle; exact for horizontal and vertical ones. */
export const lineBounds = (from: Point, to: Point): Bounds => ({
  x: Math.min(from.x, to.x) - 0.5,
  y: Math.min(from.y, to.y) - 0.5,
  width: Math.abs(from.x - to.x) + 1,
  height: Math.abs(from.y - to.y) + 1,
});
