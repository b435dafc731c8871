import { accountOf } from '@rolewright/shared/aws/arn.ts';
import { AppError } from '@rolewright/shared/error.ts';
import type { KnownPrincipal } from '@rolewright/shared/iam/known-principal.ts';
import { absent, known, type Reading, unreadable } from '@rolewright/shared/inventory/reading.ts';
import type { TouchedPrincipal } from '@rolewright/shared/plan/touched-principals.ts';
import { AwsError } from '../aws/aws-error.ts';
import type { AwsPort } from '../aws/port.ts';
import type { RoleReading, UserReading } from '../aws/readings.ts';
import type { Deps } from '../deps.ts';
import { knownRole, knownUser } from './write-principals.ts';

/** More users and roles than this, and the account is read as a whole: a few calls in place of some for each (D-84). */
const fewPrincipals = 12;

export interface ReadAgain {
  principal: KnownPrincipal;
  /** null for a user. */
  role: RoleReading | null;
}

/** What IAM tells now of users and roles of one account, in their order. No answer at all is unreadable, with the reason. */
export async function readTouched(deps: Deps, accountId: string, touched: readonly TouchedPrincipal[]): Promise<Reading<ReadAgain>[]> {
  const account = await deps.db.selectFrom('account').select('regions').where('id', '=', accountId).executeTakeFirst();
  const port = () => deps.aws.port(accountId, account?.regions[0] ?? 'us-east-1');
  if (touched.length > fewPrincipals) return readWhole(deps, port, touched);
  const readings: Reading<ReadAgain>[] = [];
  for (const one of touched) readings.push(await orUnreadable(() => readOne(deps, port, one)));
  return readings;
}

async function readOne(deps: Deps, port: () => Promise<AwsPort>, { kind, name }: TouchedPrincipal): Promise<Reading<ReadAgain>> {
  const { read } = await port();
  if (kind === 'user') {
    const user = await read.userPolicies(name);
    return user.state === 'known' ? known(ofUser(user.value)) : user;
  }
  const role = await read.role(name);
  if (role.state !== 'known') return role;
  return known(ofRole(deps, { ...role.value, ...(await profilesHolding(read, name)) }));
}

/** Which profiles hold a role, which IAM tells apart from the role (E2, D-42); left out where it does not tell: not known is not none. */
async function profilesHolding({ profilesOfRole }: AwsPort['read'], name: string): Promise<Pick<RoleReading, 'instanceProfiles'>> {
  const held = await orUnreadable(() => profilesOfRole(name));
  return held.state === 'known' ? { instanceProfiles: held.value.map((one) => one.name) } : {};
}

async function readWhole(deps: Deps, port: () => Promise<AwsPort>, touched: readonly TouchedPrincipal[]): Promise<Reading<ReadAgain>[]> {
  const whole = await orUnreadable(async () => known(await (await port()).read.accountAuthorization()));
  if (whole.state !== 'known') return touched.map(() => whole);
  const users = new Map(whole.value.users.map((user) => [user.name, user]));
  const roles = new Map(whole.value.roles.map((role) => [role.name, role]));
  return touched.map(({ kind, name }) => {
    const [user, role] = kind === 'user' ? [users.get(name)] : [undefined, roles.get(name)];
    if (user !== undefined) return known(ofUser(user));
    return role === undefined ? absent : known(ofRole(deps, role));
  });
}

const ofUser = (user: UserReading): ReadAgain => ({ principal: knownUser(user, accountOf(user.arn) ?? ''), role: null });
const ofRole = ({ fingerprint }: Deps, role: RoleReading): ReadAgain => ({
  principal: knownRole(role, accountOf(role.arn) ?? '', fingerprint),
  role,
});

async function orUnreadable<T>(read: () => Promise<Reading<T>>): Promise<Reading<T>> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AwsError) return unreadable(`${error.call} was not answered (${error.code})`);
    if (error instanceof AppError) return unreadable(error.message);
    throw error;
  }
}
