import { AppError } from '@rolewright/shared/error.ts';
import { parseDenied, type SaidDenial } from '@rolewright/shared/proof/denied-message.ts';
import type { Context } from '../deps.ts';
import { portInAccount } from '../plan/port-in-account.ts';
import { softReads } from '../plan/soft-reads.ts';

/** The longest that all accounts may take together. */
const decodeMilliseconds = 20_000;

/**
 * An encoded denial, decoded by sts:DecodeAuthorizationMessage. A message does not say whose it is, and only its own account decodes it, so
 * that every registered one is asked. Throws `bad-input` on `message`: refused (with what to grant), or of no registered account.
 */
export async function decodeDenied(ctx: Context, encoded: string): Promise<SaidDenial & { decodedIn: string }> {
  const softly = softReads(decodeMilliseconds);
  const accounts = await ctx.deps.db
    .selectFrom('account')
    .distinctOn('aws_account_id')
    .select(['id', 'aws_account_id', 'regions'])
    .where('aws_account_id', 'is not', null)
    .orderBy('aws_account_id')
    .orderBy('id')
    .execute();
  const answers = await Promise.all(
    accounts.map(async ({ id, aws_account_id, regions }) => ({
      awsAccountId: aws_account_id ?? '',
      reading: await softly(async () => (await portInAccount(ctx.deps, id, regions[0] ?? '')).secondOpinions.decodeDenial(encoded)),
    })),
  );
  for (const { awsAccountId, reading } of answers) {
    if (reading.state !== 'known') continue;
    const parsed = parseDenied(reading.value);
    if ('action' in parsed) return { ...parsed, decodedIn: awsAccountId };
    throw refuseMessage(`was decoded in account ${awsAccountId}, and names no caller, action and resource there`);
  }
  throw refuseMessage(
    whyNot(answers.map(({ awsAccountId, reading }) => ({ awsAccountId, why: reading.state === 'unreadable' ? reading.reason : null }))),
  );
}

function whyNot(answers: { awsAccountId: string; why: string | null }[]): string {
  const refused = answers.flatMap(({ awsAccountId, why }) => (why === null ? [] : [`${why} in account ${awsAccountId}`]));
  const others = answers.filter(({ why }) => why === null).map(({ awsAccountId }) => awsAccountId);
  const strange = others.length === 0 ? '' : `; not encoded by ${others.join(', ')}`;
  if (refused.length === 0) return `is encoded, and by none of the registered accounts (${others.join(', ') || 'none was reached yet'})`;
  return `is encoded and could not be decoded: ${refused.join(', ')}${strange}. Allow sts:DecodeAuthorizationMessage in the reader role there, or paste what \`aws sts decode-authorization-message\` answers`;
}

/** What is wrong with the message, by its field. */
export function refuseMessage(problem: string): AppError {
  return new AppError('bad-input', `message: ${problem}.`, { fields: [{ field: 'message', message: problem }] });
}
