import { AppError } from '@rolewright/shared/error.ts';
import type { InstanceRow } from '@rolewright/shared/inventory/ec2/contract.ts';
import type { InstanceIdentity } from '@rolewright/shared/roles/instance-profile.ts';
import { sql } from 'kysely';
import type { Context } from '../deps.ts';

/** GET /api/instances/{id}: from an instance to its profile and role, and the other instances that share the profile (A1). Throws `not-found`. */
export async function readInstance({ deps }: Context, instanceId: string): Promise<InstanceIdentity> {
  const row = await deps.db
    .selectFrom('workload')
    .select(['id', 'name', 'kind', 'account_id', 'region', 'detail'])
    .where(sql<boolean>`detail -> 'ec2Detail' -> 'instances' @> ${JSON.stringify([{ instanceId }])}::jsonb`)
    .executeTakeFirst();
  const own = row?.detail.ec2Detail?.instances.find((one) => one.instanceId === instanceId);
  if (row === undefined || own === undefined) throw new AppError('not-found', `No scan has found the instance ${instanceId}.`);
  const { instanceProfileArn, profileState } = own;
  const profile =
    instanceProfileArn === null
      ? undefined
      : await deps.db
          .selectFrom('instance_profile')
          .select('role_arn')
          .where('account_id', '=', row.account_id)
          .where('arn', '=', instanceProfileArn)
          .executeTakeFirst();
  const roleArn = profile?.role_arn ?? null;
  const isTold = instanceProfileArn === null || profile !== undefined;
  return {
    ...{ instanceId, accountId: row.account_id, region: row.region, instanceProfileArn, profileState, roleArn },
    workload: { id: row.id, name: row.name, kind: row.kind },
    reading: !isTold ? 'unreadable' : roleArn === null ? 'absent' : 'known',
    sharesProfile: instanceProfileArn === null ? [] : await sharing(deps.db, row.account_id, instanceProfileArn, instanceId),
  };
}

async function sharing(
  db: Context['deps']['db'],
  accountId: string,
  profileArn: string,
  instanceId: string,
): Promise<InstanceIdentity['sharesProfile']> {
  const rows = await db
    .selectFrom('workload')
    .select(['id', 'name', sql<InstanceRow[]>`detail -> 'ec2Detail' -> 'instances'`.as('instances')])
    .where('account_id', '=', accountId)
    .where(sql<boolean>`detail -> 'ec2Detail' -> 'instances' @> ${JSON.stringify([{ instanceProfileArn: profileArn }])}::jsonb`)
    .orderBy('name')
    .execute();
  return rows.flatMap(({ id, name, instances }) =>
    instances
      .filter((one) => one.instanceProfileArn === profileArn && one.instanceId !== instanceId)
      .map((one) => ({ instanceId: one.instanceId, workloadId: id, workloadName: name })),
  );
}
