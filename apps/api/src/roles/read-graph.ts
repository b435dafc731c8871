import { AppError } from '@rolewright/shared/error.ts';
import type { RoleGraph, RoleGraphQuery } from '@rolewright/shared/roles/graph.ts';
import { neighbourhood } from '@rolewright/shared/roles/neighbourhood.ts';
import type { RunningWorkload } from '@rolewright/shared/roles/nodes.ts';
import { sql } from 'kysely';
import type { Context } from '../deps.ts';
import type { Db } from '../store/database.ts';
import { scannedPrincipals } from '../store/scanned-principals.ts';

/** GET /api/roles/graph: who can become the focus, and what it can become, over all scanned accounts. */
export async function readGraph({ deps }: Context, { focus, depth }: RoleGraphQuery): Promise<RoleGraph> {
  const [{ index, checkedAt, older }, workloads] = await Promise.all([scannedPrincipals(deps.db), workloadsWithRoles(deps.db)]);
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

async function workloadsWithRoles(db: Db): Promise<RunningWorkload[]> {
  const rows = await db
    .selectFrom('workload')
    .select([
      'id',
      'name',
      'cluster',
      'region',
      sql<string>`body ->> 'awsAccountId'`.as('awsAccountId'),
      sql<string>`body ->> 'taskRoleArn'`.as('taskRoleArn'),
    ])
    .where(sql<boolean>`body ->> 'taskRoleArn' is not null`)
    .orderBy('name')
    .execute();
  return rows.map((row) => ({ ...row, cluster: row.cluster || null }));
}
