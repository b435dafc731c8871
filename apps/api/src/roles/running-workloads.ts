import type { RunningWorkload } from '@rolewright/shared/roles/nodes.ts';
import { sql } from 'kysely';
import type { Db } from '../store/database.ts';

/** Workloads that run as a role, by name, with their running tasks, as the last scans found them. */
export async function runningWorkloads(db: Db): Promise<RunningWorkload[]> {
  const rows = await db
    .selectFrom('workload')
    .select([
      'id',
      'name',
      'cluster',
      'region',
      'running_count',
      sql<string>`body ->> 'awsAccountId'`.as('awsAccountId'),
      sql<string>`body ->> 'taskRoleArn'`.as('taskRoleArn'),
    ])
    .where(sql<boolean>`body ->> 'taskRoleArn' is not null`)
    .orderBy('name')
    .execute();
  return rows.map(({ running_count: tasks, cluster, ...row }) => ({ ...row, cluster: cluster || null, tasks }));
}
