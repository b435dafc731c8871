import type { Stored } from '../../state/ecs.ts';

/** Plain JSON out of the state → the SDK's shape: members that end in `Time` become Dates at any depth. The state's own objects stay inside. */
export function fromStored<T>(value: Stored<T>): T {
  return revived('', value) as T;
}

function revived(name: string, value: unknown): unknown {
  if (typeof value === 'string') return name.endsWith('Time') ? new Date(value) : value;
  if (Array.isArray(value)) return value.map((item) => revived('', item));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([member, inner]) => [member, revived(member, inner)]));
}
