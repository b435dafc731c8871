import { roleOfWorkload } from '@rolewright/shared/inventory/runs-as.ts';
import { principalsOf, trustsEcsTasks } from '@rolewright/shared/keys/trusts.ts';
import type { Role } from '@rolewright/shared/roles/role.ts';
import type { Transaction } from 'kysely';
import type { RoleReading } from '../aws/readings.ts';
import type { Database } from '../store/schema.ts';
import { byName } from './by-name.ts';
import { cut } from './cut.ts';
import type { RegionResult } from './publish.ts';

type Trx = Transaction<Database>;

/** Replaces the roles of an account by those that IAM told, with the workloads that run on each. */
export async function writeRoles(
  trx: Trx,
  accountId: string,
  results: RegionResult[],
  account: { awsAccountId: string; roles: RoleReading[] },
  checkedAt: Date,
): Promise<void> {
  const users = Map.groupBy(
    results.flatMap((one) => one.workloads.map(({ workload }) => workload)),
    (workload) => roleOfWorkload(workload) ?? '',
  );
  const of = { accountId, awsAccountId: account.awsAccountId };
  await trx.deleteFrom('role').where('account_id', '=', accountId).execute();
  const rows = account.roles.map((role) => roleRow(of, role, users.get(role.arn) ?? [], checkedAt));
  for (const batch of cut(rows)) await trx.insertInto('role').values(batch).execute();
}

/** What IAM told of a role, and the workloads that run on it → its row. */
export function roleRow(
  { accountId, awsAccountId }: Pick<Role, 'accountId' | 'awsAccountId'>,
  role: RoleReading,
  workloads: readonly { id: string; name: string }[],
  checkedAt: Date,
) {
  const body: Role = {
    arn: role.arn,
    name: role.name,
    accountId,
    awsAccountId,
    path: role.path,
    trusts: principalsOf(role.trust),
    trustsEcsTasks: trustsEcsTasks(role.trust),
    workloads: workloads.map(({ id, name }) => ({ id, name })).sort(byName),
    lastUsedAt: role.lastUsed?.at ?? null,
    checkedAt: checkedAt.toISOString(),
  };
  return {
    account_id: accountId,
    arn: body.arn,
    name: body.name,
    trusts_ecs_tasks: body.trustsEcsTasks,
    last_used_at: body.lastUsedAt,
    checked_at: checkedAt,
    body: JSON.stringify(body),
  };
}
