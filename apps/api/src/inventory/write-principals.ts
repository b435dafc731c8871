import type { PolicyDocument } from '@rolewright/shared/aws/policy-document.ts';
import { withoutExternalIds } from '@rolewright/shared/iam/external-id.ts';
import type { KnownPolicy, KnownPrincipal } from '@rolewright/shared/iam/known-principal.ts';
import type { Transaction } from 'kysely';
import type { AccountAuthorization, PolicyDocumentOf, PrincipalPolicies } from '../aws/port.ts';
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
  const known: KnownPrincipal[] = [
    ...users.map((user) => ({ ...principalOf(user), ...identityOf(user), kind: 'user' as const, awsAccountId, trust: null })),
    ...roles.map((role) => ({
      ...principalOf(role),
      ...identityOf(role),
      kind: 'role' as const,
      awsAccountId,
      trust: withoutExternalIds(role.trust as PolicyDocument, deps.fingerprint),
      ...(role.instanceProfiles === undefined ? {} : { instanceProfiles: role.instanceProfiles }),
    })),
  ];
  await trx.deleteFrom('principal').where('account_id', '=', accountId).execute();
  const rows = known.map((one) => ({
    account_id: accountId,
    arn: one.arn,
    kind: one.kind,
    name: one.name,
    checked_at: checkedAt,
    body: JSON.stringify(one),
  }));
  for (const batch of cut(rows)) await trx.insertInto('principal').values(batch).execute();
  // What a trust policy still calls by its id after it was deleted (D-47).
  const ids = known.map((one) => ({ account_id: accountId, unique_id: one.uniqueId, arn: one.arn }));
  for (const batch of cut(ids)) {
    await trx
      .insertInto('principal_id')
      .values(batch)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

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
