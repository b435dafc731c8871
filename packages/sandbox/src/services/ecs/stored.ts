import type { Stored } from '../../state/ecs.ts';

/** Plain JSON out of the state → the SDK's shape: top-level members that end in `At` become Dates. The state's own objects are not handed out. */
export function fromStored<T>(value: Stored<T>): T {
  const copy = structuredClone(value) as Record<string, unknown>;
  for (const [name, member] of Object.entries(copy)) {
    if (name.endsWith('At') && typeof member === 'string') copy[name] = new Date(member);
  }
  return copy as T;
}

/** An input of a call → plain JSON for the state, without members that were not sent. */
export function toStored<T>(value: T): Stored<T> {
  return JSON.parse(JSON.stringify(value)) as Stored<T>;
}
