import type { PolicyDocument } from '@rolewright/shared/aws/policy-document.ts';
import { withoutExternalIds } from '@rolewright/shared/iam/external-id.ts';
import type { KnownPolicy, KnownPrincipal } from '@rolewright/shared/iam/known-principal.ts';
import type { Transaction } from 'kysely';
import type { AccountAuthorization, PolicyDocumentOf, PrincipalPolicies, RoleReading, UserReading } from '../aws/readings.ts';
import type { Database } from '../store/schema.ts';
import { cut } from './cut.ts';
import type { ScanSession } from './scan-session.ts';

/** Replaces the users and roles of an account by those that IAM told, with their policies: what proofs and the graph of roles are made from. */
export async function writePrincipals(
  trx: Transaction<Database>,
  { accountId, deps }: ScanSession,
  awsAccountId: string,
  { users, roles }: AccountAuthorization,
  checkedAt: Date,
): Promise<void> {
  const known = [
    ...users.map((user) => knownUser(user, awsAccountId)),
    ...roles.map((role) => knownRole(role, awsAccountId, deps.fingerprint)),
  ];
  await trx.deleteFrom('principal').where('account_id', '=', accountId).execute();
  const rows = known.map((one) => principalRow(accountId, one, checkedAt));
  for (const batch of cut(rows)) await trx.insertInto('principal').values(batch).execute();
  await rememberIds(trx, accountId, known);
}

/** What a trust policy still calls by its id after it was deleted (D-47). */
export async function rememberIds(trx: Transaction<Database>, accountId: string, known: readonly KnownPrincipal[]): Promise<void> {
  const ids = known.map((one) => ({ account_id: accountId, unique_id: one.uniqueId, arn: one.arn }));
  for (const batch of cut(ids)) {
    await trx
      .insertInto('principal_id')
      .values(batch)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

export const principalRow = (accountId: string, one: KnownPrincipal, checkedAt: Date) => ({
  account_id: accountId,
  arn: one.arn,
  kind: one.kind,
  name: one.name,
  checked_at: checkedAt,
  unread: null,
  tried_at: null,
  body: JSON.stringify(one),
});

export const knownUser = (user: UserReading, awsAccountId: string): KnownPrincipal => ({
  ...principalOf(user),
  ...identityOf(user),
  kind: 'user',
  awsAccountId,
  trust: null,
});

/** External ids in the trust policy become fingerprints (D-48). */
export const knownRole = (role: RoleReading, awsAccountId: string, fingerprint: (value: string) => string): KnownPrincipal => ({
  ...principalOf(role),
  ...identityOf(role),
  kind: 'role',
  awsAccountId,
  trust: withoutExternalIds(role.trust as PolicyDocument, fingerprint),
  ...(role.instanceProfiles === undefined ? {} : { instanceProfiles: role.instanceProfiles }),
});

const identityOf = ({ arn, name, path, uniqueId, tags }: Pick<KnownPrincipal, 'arn' | 'name' | 'path' | 'uniqueId' | 'tags'>) => ({
  arn,
  name,
  path,
  uniqueId,
  tags,
});

const principalOf = ({ inline, attached, groups, boundary }: PrincipalPolicies) => ({
  inline: inline.map(policyOf),
  attached: attached.map(policyOf),
  groups: groups.map((group) => ({ name: group.name, inline: group.inline.map(policyOf), attached: group.attached.map(policyOf) })),
  boundary: boundary && policyOf(boundary),
});

const policyOf = ({ name, arn, document }: PolicyDocumentOf): KnownPolicy => ({ name, arn, document: document as PolicyDocument | null });
