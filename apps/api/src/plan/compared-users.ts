import { accountOf, iamNameOf, partitionOf } from '@rolewright/shared/aws/arn.ts';
import { AppError } from '@rolewright/shared/error.ts';
import { known, type Reading } from '@rolewright/shared/inventory/reading.ts';
import type { ChainSnapshot, ComparedUser } from '@rolewright/shared/plan/chain-snapshot.ts';
import type { PrincipalOf } from '@rolewright/shared/plan/snapshot.ts';
import { sql } from 'kysely';
import type { Context } from '../deps.ts';
import { portInAccount } from './port-in-account.ts';
import type { ChainAsked } from './read-chain-snapshot.ts';
import { principalReading } from './role-reading.ts';
import type { SoftRead } from './soft-reads.ts';

/**
 * The users whom a chain takes the place of: the one that is named, else the caller where it is a user, else the owners of the keys that
 * workloads on the calling role carry. Throws AppError `bad-input` for an ARN that is no user's, or of an account that is not registered.
 */
export async function comparedUsers(
  ctx: Context,
  softly: SoftRead,
  { members: [caller] }: ChainSnapshot['target'],
  { inputs, region }: ChainAsked,
): Promise<ComparedUser[]> {
  const read = async (accountId: string, name: string): Promise<Reading<PrincipalOf>> => {
    const reading = await softly(async () => (await portInAccount(ctx.deps, accountId, region)).read.userPolicies(name));
    return reading.state === 'known' ? known(principalReading(reading.value)) : reading;
  };
  if (inputs.comparedWith !== undefined) {
    const { userArn: arn } = inputs.comparedWith;
    const { accountId, name } = await namedUser(ctx, arn);
    return [{ arn, from: 'the user that you named', isNamed: true, reading: await read(accountId, name) }];
  }
  if (caller === undefined) return [];
  if (caller.kind === 'user') {
    const { arn, accountId, name } = caller;
    return [{ arn, from: 'the caller itself', isNamed: false, reading: await read(accountId, name) }];
  }
  const owners = caller.create ? [] : await ownersOnRole(ctx, caller.arn);
  return Promise.all(
    owners.map(async ({ accountId, awsAccountId, name, workload }) => ({
      arn: `arn:${partitionOf(caller.arn)}:iam::${awsAccountId}:user/${name}`,
      from: `whose key ${workload} carries`,
      isNamed: false,
      reading: await read(accountId, name),
    })),
  );
}

async function namedUser({ deps }: Context, arn: string): Promise<{ accountId: string; name: string }> {
  const name = iamNameOf(arn, 'user')?.name;
  const awsAccountId = accountOf(arn);
  if (name === undefined || awsAccountId === null) throw refuse('must be the ARN of a user, such as arn:aws:iam::123456789012:user/app');
  const row = await deps.db.selectFrom('account').select('id').where('aws_account_id', '=', awsAccountId).executeTakeFirst();
  if (row === undefined)
    throw refuse(`is a user of account ${awsAccountId}, which is not registered; GET /api/accounts lists those that are`);
  return { accountId: row.id, name };
}

/** Users of the keys that lie in workloads which run as the role, as the last scan saw them. */
async function ownersOnRole({ deps }: Context, roleArn: string) {
  const rows = await deps.db
    .selectFrom('workload')
    .select('body')
    .where(sql<string>`body ->> 'taskRoleArn'`, '=', roleArn)
    .orderBy('id')
    .execute();
  const found = rows.flatMap(({ body: { accountId, awsAccountId, name: workload, keys } }) =>
    keys.flatMap(({ owner }) => (owner === null ? [] : [{ accountId, awsAccountId, name: owner, workload }])),
  );
  return [...new Map(found.map((one) => [`${one.awsAccountId}/${one.name}`, one])).values()];
}

function refuse(message: string): AppError {
  const field = 'inputs.comparedWith.userArn';
  return new AppError('bad-input', `${field}: ${message}.`, { fields: [{ field, message }] });
}
