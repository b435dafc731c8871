import { setImmediate } from 'node:timers/promises';
import { AppError } from '@rolewright/shared/error.ts';
import { isAdministratorLike } from '@rolewright/shared/proof/role-reach.ts';
import { reachingWorkloads, type WorkloadsReaching } from '@rolewright/shared/roles/workloads-reaching.ts';
import type { Context } from '../deps.ts';
import { scannedPrincipals } from '../store/scanned-principals.ts';
import { runningWorkloads } from './running-workloads.ts';

/** Links that are judged before others have their turn. */
const atOnce = 20;

/** GET /api/roles/{arn}/workloads: who runs as the role or can become it, as far as the scanned ECS workloads go. Throws `not-found`. */
export async function readWorkloads({ deps }: Context, arn: string): Promise<WorkloadsReaching> {
  const [{ index }, workloads] = await Promise.all([scannedPrincipals(deps.db), runningWorkloads(deps.db)]);
  const role = index.principals.get(arn);
  if (role?.kind !== 'role') throw new AppError('not-found', `No scan has found the role ${arn}.`);
  const walk = reachingWorkloads(index, workloads, arn);
  for (let judged = 1; ; judged++) {
    const step = walk.next();
    if (step.done) return { roleArn: arn, administratorLike: isAdministratorLike(role), ...step.value };
    if (judged % atOnce === 0) await setImmediate();
  }
}
