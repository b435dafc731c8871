import { setTimeout as sleep } from 'node:timers/promises';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import type { Overview } from '@rolewright/shared/overview.ts';
import { sql } from 'kysely';
import { observedWorkload } from '../apply/observed-workload.ts';
import type { Deps } from '../deps.ts';

const recentHours = 1;
const mostWorkloads = 5;
/** The overview does not wait for a source that is slow: the line is left out. */
const patienceMilliseconds = 1500;

/** The health line of workloads under an open or recent run: calls and failures since the run began, as they were seen. */
export async function healthOf(deps: Deps, accountIds: string[]): Promise<Overview['health']> {
  const since = new Date(deps.now().getTime() - recentHours * 3_600_000);
  const runs = await deps.db
    .selectFrom('run')
    .innerJoin('workload', 'workload.id', 'run.workload_id')
    .select(['run.started_at', 'workload.body'])
    .where(sql<boolean>`run.account_id = any(${accountIds})`)
    .where((where) => where.or([where('run.state', 'not in', ['succeeded', 'rolled-back']), where('run.finished_at', '>', since)]))
    .orderBy('run.started_at', 'desc')
    .limit(mostWorkloads)
    .execute();
  const lines = await Promise.all(
    runs.map(({ started_at, body }) => Promise.race([lineOf(deps, body, started_at), sleep(patienceMilliseconds, null)])),
  );
  return lines.filter((line) => line !== null);
}

async function lineOf(deps: Deps, workload: Workload, since: Date): Promise<Overview['health'][number] | null> {
  try {
    const { items } = await deps.observations.of(observedWorkload(workload), since);
    return {
      workloadId: workload.id,
      workloadName: workload.name,
      calls: items.reduce((sum, one) => sum + one.calls, 0),
      failed: items.reduce((sum, one) => sum + one.failed, 0),
      // What was not observed is not claimed: a source may have begun later than the run.
      since: items.map((one) => one.at).toSorted()[0] ?? since.toISOString(),
    };
  } catch {
    return null;
  }
}
