import type { Stored } from '../../state/ecs.ts';

const dateKeys = /(At|Date)$/;

/** Plain JSON out of the state → the SDK's shape, with members that end in `At` as Dates. The state's own objects are not handed out. */
export function fromStored<T>(value: Stored<T>): T {
  return revive(value) as T;
}

/** An input of a call → plain JSON for the state, without members that were not sent. */
export function toStored<T>(value: T): Stored<T> {
  return JSON.parse(JSON.stringify(value)) as Stored<T>;
}

function revive(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revive);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) =>
      dateKeys.test(key) && typeof member === 'string' ? [key, new Date(member)] : [key, revive(member)],
    ),
  );
}
