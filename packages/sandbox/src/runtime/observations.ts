import { findCredentials } from '../auth/credentials.ts';
import type { World } from '../state/world.ts';

/** What the runner reports: calls of one process with one identity within one second. Body of POST /_sandbox/observations: {items}. */
export interface Report {
  /** ISO 8601, whole seconds. */
  at: string;
  accountId: string;
  region: string;
  cluster: string | null;
  workload: string;
  taskArn: string | null;
  /** Absent or null where it does not run on an instance of its own. */
  instanceId?: string | null;
  /** Null where the SDK found no credentials. */
  accessKeyId: string | null;
  calls: number;
  failed: number;
  lastError: string | null;
}

/** One second of one process, as GET /_sandbox/observations?since=&workload= gives it. */
export interface SandboxObservation extends Report {
  source: 'sandbox';
  /** ARN of the principal that the calls were made as, or `none`. */
  identity: string;
}

/** An hour of seconds of one process and identity, in rings: an hour of forty tasks stays within two megabytes. */
interface Series {
  of: Omit<SandboxObservation, 'at' | 'calls' | 'failed' | 'lastError'>;
  seconds: Uint32Array;
  calls: Uint16Array;
  failed: Uint16Array;
  errors: Map<number, string>;
  newest: number;
}

const hour = 3600;
const worlds = new WeakMap<World, Map<string, Series>>();

/** Takes in what the runner saw. Not part of the world's state: a snapshot of the account does not hold it. */
export function recordObservations(world: World, reports: readonly Report[]): void {
  const all = worlds.get(world) ?? new Map<string, Series>();
  worlds.set(world, all);
  for (const report of reports) {
    const second = Math.floor(Date.parse(report.at) / 1000);
    const key = [report.accountId, report.region, report.taskArn ?? report.instanceId ?? report.workload, report.accessKeyId].join('|');
    const series = all.get(key) ?? newSeries(world, report);
    all.set(key, series);
    const slot = second % hour;
    if (series.seconds[slot] !== second) {
      series.errors.delete(series.seconds[slot] ?? 0);
      series.seconds[slot] = second;
      series.calls[slot] = 0;
      series.failed[slot] = 0;
    }
    series.calls[slot] = (series.calls[slot] ?? 0) + report.calls;
    series.failed[slot] = (series.failed[slot] ?? 0) + report.failed;
    if (report.lastError !== null) series.errors.set(second, report.lastError);
    series.newest = Math.max(series.newest, second);
  }
  const oldest = Math.floor(world.clock.now().getTime() / 1000) - hour;
  for (const [key, series] of all) if (series.newest < oldest) all.delete(key);
}

export interface ObservationFilter {
  since?: Date | undefined;
  workload?: string | undefined;
  cluster?: string | undefined;
  accountId?: string | undefined;
  region?: string | undefined;
  instanceId?: string | undefined;
}

/** Seconds in which something was called, oldest first, at most the last hour. */
export function observations(world: World, filter: ObservationFilter = {}): SandboxObservation[] {
  const from = Math.max(Math.floor((filter.since?.getTime() ?? 0) / 1000), Math.floor(world.clock.now().getTime() / 1000) - hour);
  const found: SandboxObservation[] = [];
  for (const series of worlds.get(world)?.values() ?? []) {
    const { of } = series;
    const wanted = (['workload', 'cluster', 'accountId', 'region', 'instanceId'] as const).every(
      (name) => filter[name] === undefined || filter[name] === of[name],
    );
    if (!wanted || series.newest < from) continue;
    series.seconds.forEach((second, slot) => {
      if (second < from) return;
      const at = new Date(second * 1000).toISOString();
      found.push({
        ...of,
        at,
        calls: series.calls[slot] ?? 0,
        failed: series.failed[slot] ?? 0,
        lastError: series.errors.get(second) ?? null,
      });
    });
  }
  return found.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function newSeries(world: World, { at: _at, calls: _calls, failed: _failed, lastError: _lastError, ...of }: Report): Series {
  const identity = of.accessKeyId === null ? 'none' : (findCredentials(world, of.accessKeyId)?.principal.arn ?? 'unknown');
  return {
    of: { ...of, source: 'sandbox', identity },
    seconds: new Uint32Array(hour),
    calls: new Uint16Array(hour),
    failed: new Uint16Array(hour),
    errors: new Map(),
    newest: 0,
  };
}
