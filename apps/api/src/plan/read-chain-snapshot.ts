import { AppError } from '@rolewright/shared/error.ts';
import { known, type Reading } from '@rolewright/shared/inventory/reading.ts';
import type { ChainAccount, ChainRoleOf, ChainSnapshot } from '@rolewright/shared/plan/chain-snapshot.ts';
import { chainTargetOf } from '@rolewright/shared/plan/chain-target.ts';
import type { NewRoleChainPlan } from '@rolewright/shared/plan/role-chain.ts';
import type { AwsPort } from '../aws/port.ts';
import type { Context } from '../deps.ts';
import { comparedUsers } from './compared-users.ts';
import { portInAccount } from './port-in-account.ts';
import { readChainDelivery } from './read-chain-delivery.ts';
import { principalReading, roleReading } from './role-reading.ts';
import { type SoftRead, softReads } from './soft-reads.ts';

/** The longest that all reads may take together; what is not read by then is unreadable, and its checks unknown. */
const readMilliseconds = 20_000;

export type ChainAsked = Pick<NewRoleChainPlan, 'accountId' | 'region' | 'target' | 'inputs'>;

/**
 * Reads from every account of a chain what the plan stands on. External ids are masked here (D-48). Throws AppError `bad-input` naming the
 * field for what no reading can make right.
 */
export async function readChainSnapshot(ctx: Context, asked: ChainAsked): Promise<ChainSnapshot> {
  const softly = softReads(readMilliseconds);
  const accounts = await accountsOf(ctx, softly, asked);
  const accountOf = (id: string) => accounts.find((account) => account.id === id) as ChainAccount;
  const target = chainTargetOf(asked, accountOf);
  const [first, ...others] = target.members;
  const read = async (member: (typeof others)[number]) => readRole(ctx, softly, member, asked.region);
  const [caller, roles, compared] = await Promise.all([
    callerOf(ctx, softly, first as (typeof others)[number], asked.region),
    Promise.all(others.map(read)),
    comparedUsers(ctx, softly, target, asked),
  ]);
  const snapshot = { readAt: ctx.deps.now().toISOString(), region: asked.region, accounts, target, caller, roles, compared };
  const wanted = asked.inputs.delivery;
  if (wanted === undefined) return snapshot;
  const where = { account: accountOf(asked.accountId), caller: first as (typeof others)[number], region: asked.region };
  return { ...snapshot, delivery: await readChainDelivery({ ctx, softly, role: readRole }, where, wanted) };
}

async function accountsOf({ deps }: Context, softly: SoftRead, { accountId, region, inputs }: ChainAsked): Promise<ChainAccount[]> {
  const named = [
    { id: accountId, field: 'accountId' },
    ...inputs.links.map((link, index) => ({ id: link.accountId, field: `inputs.links.${index}.accountId` })),
  ];
  const once = [...new Map(named.toReversed().map((one) => [one.id, one])).values()].toReversed();
  return Promise.all(
    once.map(async ({ id, field }) => {
      const row = await deps.db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst();
      if (row === undefined) throw refuse(field, `there is no account ${id}; GET /api/accounts lists them`);
      const { aws_account_id: awsAccountId, partition, name } = row;
      if (awsAccountId === null || partition === null) throw refuse(field, `the account ${name} was not reached yet; scan it first`);
      const quotas = await softly(async () => (await portInAccount(deps, id, region)).read.roleQuotas());
      return { id, awsAccountId, partition, name, trustSize: quotas.state === 'known' ? known(quotas.value.trustSize) : quotas };
    }),
  );
}

type Member = ChainSnapshot['target']['members'][number];

async function callerOf(ctx: Context, softly: SoftRead, member: Member, region: string): Promise<ChainSnapshot['caller']> {
  if (member.kind === 'role') return { kind: 'role', reading: await readRole(ctx, softly, member, region) };
  const reading = await softly(async () => (await portIn(ctx, member, region)).read.userPolicies(member.name));
  return { kind: 'user', reading: reading.state === 'known' ? known(principalReading(reading.value)) : reading };
}

/** A role of a registered account as chains are planned from it, its external ids masked. */
export async function readRole(
  ctx: Context,
  softly: SoftRead,
  member: Pick<Member, 'accountId' | 'name'>,
  region: string,
): Promise<Reading<ChainRoleOf>> {
  const reading = await softly(async () => (await portIn(ctx, member, region)).read.role(member.name));
  if (reading.state !== 'known') return reading;
  const { uniqueId, tags, maxSessionDuration } = reading.value;
  return known({ ...roleReading(reading.value, ctx.deps.fingerprint), uniqueId, tags, maxSessionDuration });
}

const portIn = ({ deps }: Context, { accountId }: Pick<Member, 'accountId'>, region: string): Promise<AwsPort> =>
  portInAccount(deps, accountId, region);

function refuse(field: string, message: string): AppError {
  return new AppError('bad-input', `${field}: ${message}.`, { fields: [{ field, message }] });
}
