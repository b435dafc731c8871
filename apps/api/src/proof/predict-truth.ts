import { knownLink } from '@rolewright/shared/proof/known-link.ts';
import type { TruthTableAnswer, TruthTableRequest } from '@rolewright/shared/proof/truth-row.ts';
import { truthTable } from '@rolewright/shared/proof/truth-table.ts';
import { notSeenOfLinks } from '@rolewright/shared/proof/who-can-assume.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../deps.ts';
import { principalOf, scannedPrincipals } from './scanned-principals.ts';

/** POST /api/proof/truth-table: what STS would answer on one link, from the scanned policies; nothing is tried. Throws `not-found`. */
export async function predictTruth(ctx: Context, asked: TruthTableRequest): Promise<TruthTableAnswer> {
  const { db } = ctx.deps;
  const scanned = await scannedPrincipals(db);
  const [from, to] = [principalOf(scanned, asked.callerArn), principalOf(scanned, asked.roleArn, 'role')];
  const rows = truthTable(knownLink(from, to, asked));
  const asItShould = rows.every(({ expected, predicted }) => expected === predicted);
  const summary = `Predicted what STS answers when ${from.name} assumes ${to.name}`;
  const detail = { callerArn: from.arn, rows: rows.map(({ id, expected, predicted }) => ({ id, expected, predicted })) };
  await recordAudit(db, ctx, { action: 'proof.truth-table', target: to.arn, accountId: null, summary, detail });
  return { rows, asItShould, notSeen: notSeenOfLinks };
}
