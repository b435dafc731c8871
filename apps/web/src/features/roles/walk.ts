import type { Place } from './layout.ts';

const directions: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The node that lies nearest in the direction of an arrow key; null when there is none, or when it is another key. */
export function nearest(places: ReadonlyMap<string, Place>, from: string, key: string): string | null {
  const direction = directions[key];
  const start = places.get(from);
  if (direction === undefined || start === undefined) return null;
  const [across, down] = direction;
  const [x, y] = centreOf(start);
  let best: { id: string; cost: number } | null = null;
  for (const [id, place] of places) {
    const [dx, dy] = [centreOf(place)[0] - x, centreOf(place)[1] - y];
    const ahead = dx * across + dy * down;
    const aside = Math.abs(across === 0 ? dx : dy);
    if (id === from || ahead < 1) continue;
    // What lies far aside is in another direction.
    const cost = ahead + 2 * aside;
    if (best === null || cost < best.cost) best = { id, cost };
  }
  return best?.id ?? null;
}

const centreOf = ({ x, y, width, height }: Place): [number, number] => [x + width / 2, y + height / 2];
