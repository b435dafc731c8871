import type { Account } from '@rolewright/shared/accounts/account.ts';
import type { Run } from '@rolewright/shared/apply/run.ts';
import type { Scan } from '@rolewright/shared/inventory/scan.ts';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { until } from './console.ts';
import type { Script } from './http.ts';

/** The steps of the main job over HTTP only, for the tests that need an account in a certain state. */
export const ended = (run: Run): boolean => ['succeeded', 'failed', 'paused', 'rolled-back'].includes(run.state);

export async function accountNamed(script: Script, name: string): Promise<Account> {
  const found = (await script.all<Account>('/api/accounts')).find((account) => account.name === name);
  if (!found) throw new Error(`no account ${name}`);
  return found;
}

export async function scanAccount(script: Script, accountId: string): Promise<Scan> {
  const started = await script.post<Scan>(`/api/accounts/${accountId}/scans`, {}, 202);
  const scan = await until(async () => {
    const now = await script.get<Scan>(`/api/scans/${started.id}`);
    return now.state === 'running' ? undefined : now;
  }, 120_000);
  if (!scan) throw new Error('the scan did not end');
  return scan;
}

export async function workloadNamed(script: Script, name: string): Promise<Workload> {
  const found = (await script.all<Workload>(`/api/workloads?q=${name}`)).find((workload) => workload.name === name);
  if (!found) throw new Error(`no workload ${name}`);
  return found;
}

export async function planRole(script: Script, workload: Workload, inputs: unknown): Promise<Plan> {
  return script.post<Plan>(
    '/api/plans',
    { recipe: 'ecs-task-role', accountId: workload.accountId, region: workload.region, target: { workloadId: workload.id }, inputs },
    201,
  );
}

export async function startRun(script: Script, plan: Plan): Promise<Run> {
  return script.post<Run>(`/api/plans/${plan.id}/runs`, { confirm: plan.confirm, acknowledge: plan.toAcknowledge }, 202);
}

export async function runUntil(script: Script, id: string, done: (run: Run) => boolean, milliseconds = 90_000): Promise<Run> {
  const run = await until(async () => {
    const now = await script.get<Run>(`/api/runs/${id}`);
    return done(now) ? now : undefined;
  }, milliseconds);
  if (!run) throw new Error(`the run did not get there: ${JSON.stringify(await script.get<Run>(`/api/runs/${id}`), null, 1)}`);
  return run;
}
