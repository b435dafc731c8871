import { roleNameOf } from '@rolewright/shared/aws/arn.ts';
import type { KnownPrincipal } from '@rolewright/shared/iam/known-principal.ts';
import { known, type Reading, unreadable } from '@rolewright/shared/inventory/reading.ts';
import { knownLink } from '@rolewright/shared/proof/known-link.ts';
import type { TruthTableAnswer, TruthTableRequest } from '@rolewright/shared/proof/truth-row.ts';
import { truthTable } from '@rolewright/shared/proof/truth-table.ts';
import { notSeenOfLinks } from '@rolewright/shared/proof/who-can-assume.ts';
import { recordAudit } from '../audit/record.ts';
import { AwsError } from '../aws/aws-error.ts';
import type { Context } from '../deps.ts';
import { principalOf, scannedPrincipals } from '../store/scanned-principals.ts';

/** POST /api/proof/truth-table: what STS would answer on one link, from the scanned policies; nothing is tried. Throws `not-found`. */
export async function predictTruth(ctx: Context, asked: TruthTableRequest): Promise<TruthTableAnswer> {
  const { db } = ctx.deps;
  const scanned = await scannedPrincipals(db);
  const [from, to] = [principalOf(scanned, asked.callerArn), principalOf(scanned, asked.roleArn, 'role')];
  const rows = truthTable(knownLink(from, to, await longestSession(ctx, to), asked));
  const asItShould = rows.every(({ expected, predicted }) => expected === predicted);
  const summary = `Predicted what STS answers when ${from.name} assumes ${to.name}`;
  const detail = { callerArn: from.arn, rows: rows.map(({ id, expected, predicted }) => ({ id, expected, predicted })) };
  await recordAudit(db, ctx, { action: 'proof.truth-table', target: to.arn, accountId: null, summary, detail });
  return { rows, asItShould, notSeen: notSeenOfLinks };
}

/** MaxSessionDuration stands in GetRole alone, which a scan of the whole account does not call (D-84). */
async function longestSession({ deps }: Context, { arn }: KnownPrincipal): Promise<Reading<number>> {
  const place = await deps.db
    .selectFrom('principal')
    .innerJoin('account', 'account.id', 'principal.account_id')
    .select(['account.id', 'account.regions'])
    .where('principal.arn', '=', arn)
    .executeTakeFirst();
  if (place === undefined) return unreadable('no account of the role is registered');
  try {
    const port = await deps.aws.port(place.id, place.regions[0] ?? 'us-east-1');
    const role = await port.read.role(roleNameOf(arn) ?? '');
    return role.state === 'known' ? known(role.value.maxSessionDuration) : role;
  } catch (error) {
    if (error instanceof AwsError) return unreadable(`${error.call}: ${error.code}`);
    throw error;
  }
}
