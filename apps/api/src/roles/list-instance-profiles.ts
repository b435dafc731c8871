import type { ListQuery, Page } from '@rolewright/shared/page.ts';
import { emptyProfileFix } from '@rolewright/shared/roles/fix-profile.ts';
import { type InstanceProfile, profileFinding } from '@rolewright/shared/roles/instance-profile.ts';
import { sql } from 'kysely';
import type { Context } from '../deps.ts';
import { inAccount, statesOf } from '../http/filters.ts';
import { contains, type ListShape, readPage } from '../http/page.ts';
import { scannedPrincipals } from '../store/scanned-principals.ts';

const shape: ListShape = {
  name: 'instance-profiles',
  sorts: { name: { by: sql`name`, type: 'text' } },
  defaultSort: 'name',
  defaultOrder: 'asc',
  id: sql<string>`account_id || arn`,
};

/** Workloads whose instances have a profile, as one JSON list. */
const users = sql<InstanceProfile['workloads']>`coalesce(
  (select jsonb_agg(jsonb_build_object('id', workload.id, 'name', workload.name) order by workload.name) from workload
    where workload.account_id = instance_profile.account_id and workload.body -> 'ec2' ->> 'instanceProfileArn' = instance_profile.arn),
  '[]')`;

/**
 * GET /api/instance-profiles: which profile holds which role, and who has it (D-42). `state`: without-role (E2). A profile has no Region and
 * no key: `region` and `keyId` find those of workloads there, or with that key.
 */
export async function listInstanceProfiles({ deps }: Context, query: ListQuery): Promise<Page<InstanceProfile>> {
  const { index } = await scannedPrincipals(deps.db);
  const roles = [...index.roles.values()].map(({ role }) => role);
  let rows = deps.db.selectFrom('instance_profile').select(['account_id', 'arn', 'name', 'role_arn', 'checked_at', users.as('workloads')]);
  if (query.account !== undefined) rows = rows.where(inAccount(query.account));
  if (query.state !== undefined && statesOf(query.state, ['without-role']).length > 0) rows = rows.where('role_arn', 'is', null);
  const had = (which: ReturnType<typeof sql<boolean>>) => sql<boolean>`exists (select from workload where
    workload.account_id = instance_profile.account_id and workload.body -> 'ec2' ->> 'instanceProfileArn' = instance_profile.arn and ${which})`;
  if (query.workloadId !== undefined) rows = rows.where(had(sql<boolean>`workload.id = ${query.workloadId}`));
  if (query.region !== undefined) rows = rows.where(had(sql<boolean>`workload.region = ${query.region}`));
  if (query.keyId !== undefined) rows = rows.where(had(sql<boolean>`${query.keyId} = any(workload.key_ids)`));
  if (query.q !== undefined) rows = rows.where('arn', 'ilike', contains(query.q));
  return readPage(rows, shape, query, ({ account_id: accountId, arn, name, role_arn: roleArn, checked_at, workloads }) => ({
    ...{ arn, name, accountId, roleArn, workloads, checkedAt: checked_at.toISOString() },
    finding: profileFinding({ name, roleArn, workloads }),
    fix: roleArn === null ? emptyProfileFix({ arn, name }, roles) : null,
  }));
}
