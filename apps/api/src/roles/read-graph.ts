import { AppError } from '@rolewright/shared/error.ts';
import type { RoleGraph, RoleGraphQuery } from '@rolewright/shared/roles/graph.ts';
import { neighbourhood } from '@rolewright/shared/roles/neighbourhood.ts';
import type { Context } from '../deps.ts';
import { scannedPrincipals } from '../store/scanned-principals.ts';
import { runningWorkloads } from './running-workloads.ts';

/** GET /api/roles/graph: who can become the focus, and what it can become, over all scanned accounts. */
export async function readGraph({ deps }: Context, { focus, depth }: RoleGraphQuery): Promise<RoleGraph> {
  const [{ index, checkedAt, older }, workloads] = await Promise.all([scannedPrincipals(deps.db), runningWorkloads(deps.db)]);
  const graph = neighbourhood(index, workloads, focus, depth);
  if (graph === null) {
    throw new AppError('not-found', `No scan has found ${focus}, and no trust policy names it: scan its account, or look at another role.`);
  }
  return {
    ...graph,
    checkedAt,
    older: graph.nodes.flatMap(({ id: arn }) => {
      const known = older.get(arn);
      return known === undefined ? [] : [{ arn, ...known }];
    }),
  };
}
