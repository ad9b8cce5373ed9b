import { type Bounds, contains, lineBounds, overlap, type Point } from '../diagram/bounds';
import type { Canvas } from './canvas';

const SIZE = 36;
/** How far from its task an end event may stand, with its label. */
const REACH = 320;
/** What is left free around an end event. */
const CLEARANCE = 5;
const LABEL = { width: 62, height: 14 };

/** Where the timer of a task stands, and how its token leaves. */
export interface TimerPlace {
  readonly timer: Bounds;
  readonly points: readonly Point[];
}

export interface EndPlace extends TimerPlace {
  readonly end: Bounds;
  readonly label: Bounds;
}

/** A timer at a task and an end event beside it, where they cover least of what is there. */
export function placeTimerWithEnd(canvas: Canvas, task: Bounds): EndPlace {
  const near = grown(task, REACH);
  const obstacles = canvas.obstacles(task).filter((one) => overlap(one, near));
  const lines = canvas.lines.filter((one) => overlap(one, near));
  // A line that leaves from a side does not cross what is behind it; one along an upper or lower side does.
  const crossed = obstacles.map((one) => ({ ...one, x: one.x + 1, width: one.width - 2 }));
  const room = canvas.around(task);
  let best: { readonly place: EndPlace; readonly cost: number } | undefined;
  for (const { timer, down } of timerPlaces(task)) {
    const beforehand = costOfTimer(timer, task, obstacles, lines);
    for (const end of endPlaces(timer, down)) {
      if (best && beforehand + distance(timer, end) >= best.cost) continue;
      for (const label of labelPlaces(end)) {
        const points = route(timer, end, down);
        const covered = [grown(end, CLEARANCE), label].filter((area) =>
          obstacles.some((one) => overlap(area, one)),
        ).length;
        const outside = room && ![end, label].every((area) => contains(room, area)) ? 1 : 0;
        const cost =
          beforehand +
          distance(timer, end) +
          1000 * (covered + outside) +
          300 * crossings(points, crossed) +
          200 * (overlap(label, timer) ? 1 : crossings(points, [label])) +
          120 * [end, label].filter((area) => lines.some((line) => overlap(area, line))).length +
          80 * crossings(points, lines);
        if (!best || cost < best.cost) best = { place: { timer, end, label, points }, cost };
      }
    }
  }
  return (best as { readonly place: EndPlace }).place;
}

/** A timer at a task of which the token goes on to what has been drawn. */
export function placeTimerTo(canvas: Canvas, task: Bounds, target: Bounds): TimerPlace {
  const obstacles = canvas.obstacles(task);
  const places = timerPlaces(task).map(({ timer, down }) => {
    const points = route(timer, target, down);
    const cost =
      costOfTimer(timer, task, obstacles, canvas.lines) +
      distance(timer, target) +
      300 *
        crossings(
          points,
          obstacles.filter((one) => !contains(target, one)),
        );
    return { timer, points, cost };
  });
  return places.reduce((one, other) => (other.cost < one.cost ? other : one));
}

function timerPlaces({
  x,
  y,
  width,
  height,
}: Bounds): readonly { readonly timer: Bounds; readonly down: 1 | -1 }[] {
  const columns = [x + width - SIZE, x, x + Math.round((width - SIZE) / 2)];
  return ([1, -1] as const).flatMap((down) =>
    columns.map((column) => ({
      timer: { x: column, y: (down > 0 ? y + height : y) - SIZE / 2, width: SIZE, height: SIZE },
      down,
    })),
  );
}

function costOfTimer(
  timer: Bounds,
  task: Bounds,
  obstacles: readonly Bounds[],
  lines: readonly Bounds[],
): number {
  const covers = obstacles.filter((one) => !contains(one, task) && overlap(one, timer)).length;
  return 600 * covers + 150 * lines.filter((line) => overlap(line, timer)).length;
}

/** Ahead of the timer, and beside it. */
function* endPlaces(timer: Bounds, down: 1 | -1): Generator<Bounds> {
  for (let row = -2; row <= 16; row += 1) {
    for (let column = -18; column <= 18; column += 1) {
      const isBeside = row < 2;
      if (isBeside && Math.abs(column) < 5) continue;
      const y = timer.y + down * (isBeside ? row * 10 : SIZE + row * 10);
      yield { x: timer.x + column * 10, y, width: SIZE, height: SIZE };
    }
  }
}

function labelPlaces({ x, y }: Bounds): readonly Bounds[] {
  return [
    { x: x - (LABEL.width - SIZE) / 2, y: y + SIZE + 2, ...LABEL },
    { x: x + SIZE + 4, y: y + (SIZE - LABEL.height) / 2, ...LABEL },
    { x: x - (LABEL.width - SIZE) / 2, y: y - LABEL.height - 2, ...LABEL },
    { x: x - LABEL.width - 4, y: y + (SIZE - LABEL.height) / 2, ...LABEL },
  ];
}

/** Straight to the target, or straight up or down and then aside. */
function route(timer: Bounds, target: Bounds, down: 1 | -1): readonly Point[] {
  const column = timer.x + SIZE / 2;
  const level = timer.y + SIZE / 2;
  if (target.y < level && level < target.y + target.height) {
    return column < target.x
      ? [
          { x: timer.x + SIZE, y: level },
          { x: target.x, y: level },
        ]
      : [
          { x: timer.x, y: level },
          { x: target.x + target.width, y: level },
        ];
  }
  const start = { x: column, y: down > 0 ? timer.y + SIZE : timer.y };
  const isAhead = down > 0 ? target.y >= start.y : target.y + target.height <= start.y;
  if (isAhead && column >= target.x && column <= target.x + target.width) {
    return [start, { x: column, y: down > 0 ? target.y : target.y + target.height }];
  }
  const row = target.y + target.height / 2;
  const side = column < target.x ? target.x : target.x + target.width;
  return [start, { x: column, y: row }, { x: side, y: row }];
}

const distance = (one: Bounds, other: Bounds): number =>
  Math.abs(one.x - other.x) + Math.abs(one.y - other.y);

function crossings(points: readonly Point[], areas: readonly Bounds[]): number {
  const segments = points.slice(1).map((to, place) => lineBounds(points[place] ?? to, to));
  return segments.flatMap((segment) => areas.filter((area) => overlap(area, segment))).length;
}

const grown = ({ x, y, width, height }: Bounds, by: number): Bounds => ({
  x: x - by,
  y: y - by,
  width: width + 2 * by,
  height: height + 2 * by,
});
