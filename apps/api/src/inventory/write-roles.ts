import { principalsOf, trustsEcsTasks } from '@rolewright/shared/keys/trusts.ts';
import type { Role } from '@rolewright/shared/roles/role.ts';
import type { Transaction } from 'kysely';
import type { RoleReading } from '../aws/port.ts';
import type { Database } from '../store/schema.ts';
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
    (workload) => workload.taskRoleArn ?? '',
  );
  const roles: Role[] = account.roles.map((role) => ({
    arn: role.arn,
    name: role.name,
    accountId,
    awsAccountId: account.awsAccountId,
    path: role.path,
    trusts: principalsOf(role.trust),
    trustsEcsTasks: trustsEcsTasks(role.trust),
    workloads: (users.get(role.arn) ?? []).map(({ id, name }) => ({ id, name })),
    lastUsedAt: role.lastUsed?.at ?? null,
    checkedAt: checkedAt.toISOString(),
  }));
  await trx.deleteFrom('role').where('account_id', '=', accountId).execute();
  const rows = roles.map((role) => ({
    account_id: accountId,
    arn: role.arn,
    name: role.name,
    trusts_ecs_tasks: role.trustsEcsTasks,
    last_used_at: role.lastUsedAt,
    checked_at: checkedAt,
    body: JSON.stringify(role),
  }));
  for (const batch of cut(rows)) await trx.insertInto('role').values(batch).execute();
}
