import { AppError } from '@rolewright/shared/error.ts';
import { AwsError } from '../aws/aws-error.ts';
import { reasonOf } from '../aws/errors.ts';
import { gapReason } from './coverage-book.ts';
import type { ScanSession } from './scan-session.ts';

/** Asks the first Region that answers who we are, and keeps it with the account. null: none answered. */
export async function identify(session: ScanSession): Promise<string | null> {
  session.progress.phase = 'identity';
  const warning = await session.deps.aws.warning(session.accountId);
  await session.deps.db.updateTable('account').set({ warning }).where('id', '=', session.accountId).execute();
  for (const region of session.regions) {
    try {
      const { arn, awsAccountId, partition } = await (await session.port(region)).identity();
      await refuseOtherAccount(session, awsAccountId, arn);
      await session.deps.db
        .updateTable('account')
        .set({ aws_account_id: awsAccountId, partition, identity_arn: arn, identity_at: session.deps.now() })
        .where('id', '=', session.accountId)
        .execute();
      return awsAccountId;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      session.book.fail(region, 'ecs', gapReason(error), `the Region (${reasonOf(error)})`);
    }
  }
  return null;
}

/** A profile or an environment that leads to another account than before (A14): its findings would be mixed with those of the first. */
async function refuseOtherAccount({ deps, accountId }: ScanSession, awsAccountId: string, arn: string): Promise<void> {
  const account = await deps.db.selectFrom('account').select(['name', 'aws_account_id']).where('id', '=', accountId).executeTakeFirst();
  const before = account?.aws_account_id ?? awsAccountId;
  if (before === awsAccountId) return;
  throw new AppError(
    'blocked',
    `The credentials of ${account?.name} now lead to account ${awsAccountId} (${arn}); what was found here is of account ${before}. Correct them, or register ${awsAccountId} as an account of its own.`,
  );
}
