import type { Scan } from '@rolewright/shared/inventory/scan.ts';
import { until } from '../e2e/support/console.ts';
import type { Script } from '../e2e/support/http.ts';
import { admin } from '../e2e/support/sandbox.ts';
import { accountNamed } from '../e2e/support/steps.ts';

export interface LoggedCall {
  seq: number;
  service: string;
  operation: string;
  region: string;
  principal: string;
  errorCode: string | null;
  members: string[];
}

export interface MeasuredScan {
  scan: Scan;
  seconds: number;
  /** Calls of the scan as the sandbox counted them: `service:operation region` → number. */
  calls: Map<string, number>;
  /** The same one by one, in their order. */
  log: LoggedCall[];
}

/** Scans the account `sandbox` to its end, for as long as 20 minutes, and counts its calls at the other side. */
export async function measuredScan(script: Script): Promise<MeasuredScan> {
  const { id } = await accountNamed(script, 'sandbox');
  const before = (await callsSince(script, 0)).at(-1)?.seq ?? 0;
  const counted = new Map<string, number>();
  const log: LoggedCall[] = [];
  let seq = before;
  const count = async (): Promise<void> => {
    const calls = await callsSince(script, seq);
    seq = calls.at(-1)?.seq ?? seq;
    for (const call of calls) {
      const { service, operation, region, principal } = call;
      if (!principal.includes('RolewrightReader')) continue;
      log.push(call);
      const name = `${service}:${operation} ${region}`;
      counted.set(name, (counted.get(name) ?? 0) + 1);
    }
  };
  const started = await script.post<Scan>(`/api/accounts/${id}/scans`, {}, 202);
  const scan = await until(async () => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    await count();
    const now = await script.get<Scan>(`/api/scans/${started.id}`);
    return now.state === 'running' ? undefined : now;
  }, 20 * 60_000);
  if (!scan?.finishedAt) throw new Error('the scan did not end within 20 minutes');
  await count();
  return { scan, seconds: (Date.parse(scan.finishedAt) - Date.parse(scan.startedAt)) / 1000, calls: counted, log };
}

const callsSince = async ({ console }: Script, seq: number): Promise<LoggedCall[]> =>
  (await admin<{ items: LoggedCall[] }>(console, 'GET', `calls?since=${seq}`)).items;
