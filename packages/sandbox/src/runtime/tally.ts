import type { Report } from './observations.ts';
import type { RunningProcess } from './workload.ts';

/** Counts of calls by process, identity and second, until the sandbox has taken them. */
export interface Tally {
  add(process: RunningProcess, accessKeyId: string | null, at: Date, error: string | null): void;
  /** What has not been delivered; empty when there is nothing. */
  take(): Report[];
  /** Puts back what could not be delivered. */
  putBack(reports: Report[]): void;
}

/** A sandbox that is away for long must not fill the memory. */
const mostWaiting = 20_000;

export function newTally(): Tally {
  let waiting = new Map<string, Report>();
  return {
    add(process, accessKeyId, at, error) {
      const second = new Date(Math.floor(at.getTime() / 1000) * 1000).toISOString();
      const key = `${process.id}|${accessKeyId}|${second}`;
      const { accountId, region, cluster, workload, taskArn, instance } = process;
      const report = waiting.get(key) ?? {
        at: second,
        accountId,
        region,
        cluster,
        workload,
        taskArn,
        instanceId: instance?.id ?? null,
        accessKeyId,
        calls: 0,
        failed: 0,
        lastError: null,
      };
      report.calls++;
      if (error !== null) report.failed++;
      if (error !== null) report.lastError = error;
      if (waiting.size < mostWaiting) waiting.set(key, report);
    },
    take() {
      const taken = [...waiting.values()];
      waiting = new Map();
      return taken;
    },
    putBack(reports) {
      for (const report of reports) waiting.set(`back|${waiting.size}|${report.at}`, report);
    },
  };
}
