import { AppError } from '@rolewright/shared/error.ts';
import type { WorkloadDetail } from '@rolewright/shared/inventory/workload.ts';
import { sql } from 'kysely';
import type { Context } from '../deps.ts';
import { readEc2Detail } from './read-ec2-detail.ts';
import { withRuns } from './workload-row.ts';

const keyKinds = ['static-key', 'half-pair', 'custom-name-key', 'expired-temporary'];
/** Newest revisions shown; older ones are in the findings list. */
const mostRevisions = 200;

/** GET /api/workloads/{id}: the row with its containers, tasks, revisions and events, all as the last scan saw them. */
export async function readWorkload({ deps }: Context, id: string): Promise<WorkloadDetail> {
  const row = await deps.db.selectFrom('workload').select(['body', 'detail']).where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new AppError('not-found', `There is no workload ${id}. It may be gone: scan again.`);
  const [workload] = await withRuns(deps.db, [row.body]);
  if (workload === undefined) throw new AppError('not-found', `There is no workload ${id}.`);
  const { ec2Detail, ...detail } = row.detail;
  return {
    ...workload,
    ...detail,
    revisions: workload.ec2 === null ? await revisionsOf(deps.db, workload) : [],
    ec2Detail: ec2Detail === null ? null : await readEc2Detail(deps.db, workload, ec2Detail),
  };
}

async function revisionsOf(db: Context['deps']['db'], workload: WorkloadDetailRow): Promise<WorkloadDetail['revisions']> {
  const rows = await db
    .selectFrom('revision')
    .select([
      'arn',
      'revision',
      'status',
      sql<string | null>`document ->> 'registeredAt'`.as('registered_at'),
      sql<string | null>`document ->> 'registeredBy'`.as('registered_by'),
      sql<boolean>`exists (select from jsonb_array_elements(coalesce(findings, '[]')) as one where one ->> 'kind' = any(${keyKinds}))`.as(
        'holds_key',
      ),
    ])
    .where('account_id', '=', workload.accountId)
    .where('region', '=', workload.region)
    .where('family', '=', workload.family ?? '')
    .orderBy('revision', 'desc')
    .limit(mostRevisions)
    .execute();
  return rows.map((row) => ({
    taskDefinitionArn: row.arn,
    revision: row.revision,
    status: row.status,
    inUse: workload.revisionsInUse.includes(row.arn),
    holdsKey: row.holds_key,
    registeredAt: row.registered_at === null ? null : timeOf(row.registered_at),
    registeredBy: row.registered_by,
  }));
}

type WorkloadDetailRow = Pick<WorkloadDetail, 'accountId' | 'region' | 'family' | 'revisionsInUse'>;

/** ECS writes times as seconds since 1970 on the wire. */
const timeOf = (seconds: string): string => new Date(Number(seconds) * 1000).toISOString();
