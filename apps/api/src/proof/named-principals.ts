import { accountOf, iamNameOf } from '@rolewright/shared/aws/arn.ts';
import { normalisePolicy, type PolicyDocument } from '@rolewright/shared/aws/policy-document.ts';
import type { PolicyChangeSnapshot } from '@rolewright/shared/plan/policy-change-snapshot.ts';
import type { PolicyChangePlan } from '@rolewright/shared/plan/recipes/policy-change.ts';
import { type Claim, fail, pass, unknown } from '@rolewright/shared/proof/claim.ts';
import type { Context } from '../deps.ts';
import { portInAccount } from '../plan/port-in-account.ts';
import { softReads } from '../plan/soft-reads.ts';
import { scannedPrincipals } from '../store/scanned-principals.ts';

/** Names that no scan has found and that are looked up one by one; more are left unknown. */
const mostLookups = 30;

/**
 * UpdateAssumeRolePolicy refuses a document that names a user or role that does not exist (D-47): of each that the new trust policies name,
 * whether it does. What is in an account that is not registered cannot be asked.
 */
export async function namedPrincipalsClaim(ctx: Context, snapshot: PolicyChangeSnapshot, plan: PolicyChangePlan): Promise<Claim[]> {
  const documents = plan.changes.flatMap(({ trust }) => (trust !== null && trust.before !== trust.after ? [trust.after] : []));
  if (documents.length === 0) return [];
  const claim = 'Every user and role that the new trust policies name exists';
  const names = [...new Set(documents.flatMap(namesIn))];
  const scanned = await scannedPrincipals(ctx.deps.db);
  const seen = new Set([...scanned.principals.map(({ arn }) => arn), ...snapshot.target.principals.map(({ arn }) => arn)]);
  const unseen = names.filter((name) => !seen.has(name));
  const softly = softReads(10_000);
  const accounts = await ctx.deps.db
    .selectFrom('account')
    .select(['id', 'aws_account_id'])
    .where('aws_account_id', 'is not', null)
    .execute();
  const idOf = new Map(accounts.map((one) => [one.aws_account_id, one.id]));
  const rows = await Promise.all(
    unseen.map(async (arn, index) => {
      const id = idOf.get(accountOf(arn));
      if (id === undefined) return { arn, state: 'elsewhere' as const };
      if (index >= mostLookups) return { arn, state: 'unreadable' as const };
      const port = await portInAccount(ctx.deps, id, snapshot.region);
      const role = iamNameOf(arn, 'role')?.name;
      const reading = await softly<{ arn: string }>(() =>
        role === undefined ? port.read.userPolicies(iamNameOf(arn, 'user')?.name ?? '') : port.read.role(role),
      );
      const isThere = reading.state === 'known' && reading.value.arn === arn;
      return { arn, state: reading.state === 'unreadable' ? ('unreadable' as const) : isThere ? ('there' as const) : ('absent' as const) };
    }),
  );
  const of = (state: (typeof rows)[number]['state']) => rows.filter((row) => row.state === state).map(({ arn }) => arn);
  const absent = of('absent').map((arn) => `IAM has no ${arn}: it would refuse the trust policy.`);
  if (absent.length > 0) return [fail('trust-names', claim, absent, 'Take these out of the document, or make them first.')];
  const open = [
    ...of('unreadable').map((arn) => `${arn} could not be read.`),
    ...of('elsewhere').map((arn) => `${arn} is of an account that is not registered here.`),
  ];
  if (open.length > 0)
    return [unknown('trust-names', claim, open, 'Make sure that these exist: AWS refuses the whole document otherwise.')];
  return [pass('trust-names', claim, [`${names.length} named, all there.`])];
}

function namesIn(trust: PolicyDocument): string[] {
  const named = normalisePolicy(trust).statements.flatMap(({ principals, notPrincipals }) =>
    [principals, notPrincipals].flatMap((one) => (one === null || one === '*' ? [] : (one.AWS ?? []))),
  );
  return named.filter((name) => iamNameOf(name, 'role') !== null || iamNameOf(name, 'user') !== null);
}
