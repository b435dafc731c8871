import type { RunningWorkload } from '@rolewright/shared/roles/nodes.ts';
import { sql } from 'kysely';
import type { Db } from '../store/database.ts';
import { roleOfRow } from '../store/role-of-row.ts';

/** Workloads that run as a role, by name, with their running tasks or instances, as the last scans found them. */
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
      sql<string>`${roleOfRow}`.as('taskRoleArn'),
      sql<string | null>`body -> 'ec2' ->> 'instanceProfileArn'`.as('profileArn'),
      sql<'task' | 'instance'>`case when body ->> 'taskRoleArn' is null then 'instance' else 'task' end`.as('unit'),
    ])
    .where(sql<boolean>`${roleOfRow} is not null`)
    // Nothing runs of these, nor can it be started by itself.
    .where('kind', 'not in', ['launch-template', 'launch-configuration'])
    .orderBy('name')
    .execute();
  return rows.map(({ running_count: tasks, cluster, ...row }) => ({ ...row, cluster: cluster || null, tasks }));
}
