import type { Observation } from '@rolewright/shared/apply/run.ts';

/** Calls of one moment by who made them. */
export interface Moment {
  at: number;
  user: number;
  role: number;
  none: number;
  failed: number;
}

export interface CutOver {
  moments: Moment[];
  /** Length of one moment in milliseconds. */
  width: number;
  calls: number;
  failed: number;
  /** When the role was first seen at work, after another identity; null: it was not, or always. */
  cutOverAt: number | null;
  /** Identities in the order in which they were seen. */
  identities: string[];
}

const mostBars = 90;

/** Seconds as they were observed → at most ninety bars; pure. */
export function cutOverOf(items: readonly Observation[]): CutOver {
  const times = items.map((item) => Date.parse(item.at));
  const first = Math.min(...times);
  const last = Math.max(...times);
  const width = Math.max(1_000, Math.ceil((last - first + 1_000) / mostBars / 1_000) * 1_000);
  const moments = new Map<number, Moment>();
  for (const item of items) {
    const at = first + Math.floor((Date.parse(item.at) - first) / width) * width;
    const moment = moments.get(at) ?? { at, user: 0, role: 0, none: 0, failed: 0 };
    moment[kindOf(item.identity)] += item.calls - item.failed;
    moment.failed += item.failed;
    moments.set(at, moment);
  }
  const sorted = [...moments.values()].sort((one, other) => one.at - other.at);
  const firstOfRole = sorted.findIndex((moment) => moment.role > 0);
  return {
    moments: sorted,
    width,
    cutOverAt: sorted.slice(0, firstOfRole + 1).some((moment) => moment.user + moment.none > 0) ? (sorted[firstOfRole]?.at ?? null) : null,
    calls: items.reduce((sum, item) => sum + item.calls, 0),
    failed: items.reduce((sum, item) => sum + item.failed, 0),
    identities: [...new Set(items.map((item) => nameOf(item.identity)))],
  };
}

/** Instances that calls came from, in the order in which they were first seen. */
export const instancesOf = (items: readonly Observation[]): string[] => [...new Set(items.flatMap((item) => item.instanceId ?? []))];

const kindOf = (identity: string): 'user' | 'role' | 'none' =>
  identity.includes(':assumed-role/') || identity.includes(':role/') ? 'role' : identity.includes(':user/') ? 'user' : 'none';

/** `…:assumed-role/LimboTaskRole/1f…` → "role LimboTaskRole"; `…:user/limbo-bot` → "user limbo-bot". */
export function nameOf(identity: string): string {
  const role = /:(?:assumed-role|role)\/([^/]+)/.exec(identity)?.[1];
  if (role) return `role ${role}`;
  const user = /:user\/(?:.*\/)?([^/]+)$/.exec(identity)?.[1];
  return user ? `user ${user}` : 'no credentials';
}
