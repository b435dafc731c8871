import type { Probes } from '@rolewright/shared/probes/probe.ts';
import type { Context } from '../deps.ts';
import { probesOf, workloadOf } from './store.ts';

/** GET /api/workloads/{id}/probes. Throws AppError `not-found` for the workload. */
export async function listProbes({ deps }: Context, workloadId: string): Promise<Probes> {
  const { accountId, name } = await workloadOf(deps.db, workloadId);
  const [items, answersAt] = await Promise.all([probesOf(deps.db, workloadId), deps.probeNetwork.answersAt(accountId, name)]);
  return { items, answersAt };
}
