import type { PolicyDocument } from '@rolewright/shared/aws/policy-document.ts';
import { AppError } from '@rolewright/shared/error.ts';
import { absent, known, type Reading } from '@rolewright/shared/inventory/reading.ts';
import type { ChangedPrincipal, NewPolicyChangePlan } from '@rolewright/shared/plan/policy-change.ts';
import type {
  PolicyAccount,
  PolicyChangeSnapshot,
  PrincipalReading,
  ProfileToGive,
} from '@rolewright/shared/plan/policy-change-snapshot.ts';
import { policyChangeTargetOf } from '@rolewright/shared/plan/policy-change-target.ts';
import type { AccountAuthorization, PrincipalPolicies, RoleReading } from '../aws/readings.ts';
import type { Context } from '../deps.ts';
import { ownIdsAmong } from './own-external-ids.ts';
import { portInAccount } from './port-in-account.ts';
import { profileAsked } from './profile-readings.ts';
import { readConfigs } from './read-configs.ts';
import { principalReading, roleReading } from './role-reading.ts';
import { type SoftRead, softReads } from './soft-reads.ts';

/** The longest that all reads may take together; what is not read by then is unreadable, and its checks unknown. */
const readMilliseconds = 20_000;
/** Principals of one account from which on the account is read as a whole: a few calls in place of some for each (D-84). */
const manyPrincipals = 12;

export type PolicyChangeAsked = Pick<NewPolicyChangePlan, 'accountId' | 'region' | 'target' | 'inputs'>;

/**
 * Reads from every account of a policy change what the plan stands on. External ids are masked here (D-48). Throws AppError `bad-input` naming
 * the field for what no reading can make right.
 */
export async function readPolicySnapshot(ctx: Context, asked: PolicyChangeAsked): Promise<PolicyChangeSnapshot> {
  const softly = softReads(readMilliseconds);
  const registered = await registeredAccounts(ctx, asked.accountId);
  const find = (awsAccountId: string) => registered.find((one) => one.awsAccountId === awsAccountId) ?? null;
  const target = policyChangeTargetOf(asked, registered[0]?.awsAccountId ?? '', find);
  const configs = await readConfigs(ctx, asked.inputs.edits);
  const used = new Set([asked.accountId, ...[...target.principals, ...target.policies, ...configs].map(({ accountId }) => accountId)]);
  const accounts = await Promise.all(registered.filter(({ id }) => used.has(id)).map((one) => withQuotas(ctx, softly, one, asked.region)));
  const [principals, policies, profiles] = await Promise.all([
    readPrincipals(ctx, softly, target.principals, asked.region),
    Promise.all(target.policies.map(({ accountId, arn }) => policyOf(ctx, softly, accountId, arn, asked.region))),
    Promise.all((target.profiles ?? []).map(({ accountId, name }) => profileToGive(ctx, softly, accountId, name, asked.region))),
  ]);
  const trusts = principals.flatMap(({ kind, reading }) => (kind === 'role' && reading.state === 'known' ? [reading.value.trust] : []));
  const ownIds = [...(await ownIdsAmong(ctx.deps, trusts)).keys()];
  return {
    readAt: ctx.deps.now().toISOString(),
    region: asked.region,
    accounts,
    target,
    principals,
    policies,
    ...(profiles.length > 0 ? { profiles } : {}),
    ownIds,
    ...(configs.length > 0 ? { configs } : {}),
  };
}

/** The profile, and whose instances have it; a new one has none. */
async function profileToGive({ deps }: Context, softly: SoftRead, accountId: string, name: string, region: string): Promise<ProfileToGive> {
  const port = await portInAccount(deps, accountId, region);
  const reading = await softly(() => profileAsked(port, { profile: { existing: name } }));
  if (reading.state !== 'known') return { reading, instances: reading.state === 'absent' ? known([]) : reading };
  return { reading, instances: await softly(() => port.read.instancesOfProfile(reading.value.arn)) };
}

type Registered = Omit<PolicyAccount, 'quotas'>;

/** Every account that was reached, that of the plan first: of several that see one AWS account, this one counts. */
async function registeredAccounts({ deps }: Context, own: string): Promise<Registered[]> {
  const rows = await deps.db.selectFrom('account').select(['id', 'name', 'partition', 'aws_account_id']).orderBy('name').execute();
  const accounts = rows.flatMap(({ id, name, partition, aws_account_id: awsAccountId }) =>
    partition === null || awsAccountId === null ? [] : [{ id, name, partition, awsAccountId }],
  );
  const first = accounts.find(({ id }) => id === own);
  if (first !== undefined) return [first, ...accounts.filter((one) => one !== first)];
  const row = rows.find(({ id }) => id === own);
  const message = row
    ? `the account ${row.name} was not reached yet; scan it first`
    : `there is no account ${own}; GET /api/accounts lists them`;
  throw new AppError('bad-input', `accountId: ${message}.`, { fields: [{ field: 'accountId', message }] });
}

async function withQuotas({ deps }: Context, softly: SoftRead, account: Registered, region: string): Promise<PolicyAccount> {
  return { ...account, quotas: await softly(async () => (await portInAccount(deps, account.id, region)).read.roleQuotas()) };
}

async function readPrincipals(ctx: Context, softly: SoftRead, all: ChangedPrincipal[], region: string): Promise<PrincipalReading[]> {
  const counts = new Map<string, number>();
  for (const { accountId } of all) counts.set(accountId, (counts.get(accountId) ?? 0) + 1);
  const whole = new Map<string, Promise<Reading<AccountAuthorization>>>();
  const wholeOf = (accountId: string) => {
    const reading =
      whole.get(accountId) ??
      softly(async () => known(await (await portInAccount(ctx.deps, accountId, region)).read.accountAuthorization()));
    whole.set(accountId, reading);
    return reading;
  };
  return Promise.all(
    all.map((one) => {
      const many = (counts.get(one.accountId) ?? 0) > manyPrincipals;
      return many ? ofWhole(ctx, one, wholeOf(one.accountId)) : ofOne(ctx, softly, one, region);
    }),
  );
}

async function ofOne(ctx: Context, softly: SoftRead, one: ChangedPrincipal, region: string): Promise<PrincipalReading> {
  const port = () => portInAccount(ctx.deps, one.accountId, region);
  return one.kind === 'role'
    ? asRole(ctx, await softly(async () => (await port()).read.role(one.name)))
    : asUser(await softly(async () => (await port()).read.userPolicies(one.name)));
}

async function ofWhole(ctx: Context, one: ChangedPrincipal, whole: Promise<Reading<AccountAuthorization>>): Promise<PrincipalReading> {
  const reading = await whole;
  const list = reading.state === 'known' ? (one.kind === 'role' ? reading.value.roles : reading.value.users) : [];
  const found = list.find(({ arn }) => arn === one.arn);
  const state = reading.state === 'known' ? (found === undefined ? absent : known(found)) : reading;
  return one.kind === 'role' ? asRole(ctx, state as Reading<RoleReading>) : asUser(state);
}

function asRole({ deps }: Context, reading: Reading<RoleReading>): PrincipalReading {
  if (reading.state !== 'known') return { kind: 'role', reading };
  const { uniqueId, tags, maxSessionDuration } = reading.value;
  return { kind: 'role', reading: known({ ...roleReading(reading.value, deps.fingerprint), uniqueId, tags, maxSessionDuration }) };
}

const asUser = (reading: Reading<PrincipalPolicies>): PrincipalReading => ({
  kind: 'user',
  reading: reading.state === 'known' ? known(principalReading(reading.value)) : reading,
});

async function policyOf(
  { deps }: Context,
  softly: SoftRead,
  accountId: string,
  arn: string,
  region: string,
): Promise<Reading<{ document: PolicyDocument }>> {
  const reading = await softly(async () => (await portInAccount(deps, accountId, region)).read.managedPolicyDocument(arn));
  return reading.state === 'known' ? known({ document: reading.value as PolicyDocument }) : reading;
}
