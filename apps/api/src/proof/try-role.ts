import { randomBytes } from 'node:crypto';
import { AppError } from '@rolewright/shared/error.ts';
import type { RoleTrial, RoleTrialRequest, TriedCall } from '@rolewright/shared/proof/role-trial.ts';
import { Secret } from '@rolewright/shared/secret.ts';
import { accountRow } from '../accounts/account-row.ts';
import { recordAudit } from '../audit/record.ts';
import { AwsError } from '../aws/aws-error.ts';
import type { AwsPort } from '../aws/port.ts';
import type { Context } from '../deps.ts';

/**
 * POST /api/proof/assume: does STS let the console's operator assume the role, and does it refuse without the external id and with a wrong
 * one (D-58)? Credentials end in the adapter. Throws `not-found` for the account, `unavailable` when STS gives no answer about the role.
 */
export async function tryRole(ctx: Context, { accountId, roleArn, sessionName, externalId }: RoleTrialRequest): Promise<RoleTrial> {
  const { db, aws } = ctx.deps;
  const { regions } = await accountRow(db, accountId);
  const port = await aws.port(accountId, regions[0] ?? 'us-east-1');
  const trial = await answered(async () => {
    const { arn: caller } = await port.operator();
    const attempt = (id: TriedCall['id'], sent: string | null) => tried(port, { id, roleArn, sessionName, externalId: sent });
    const calls = [await attempt('right', externalId ?? null)];
    if (externalId !== undefined) {
      calls.push(await attempt('missing-external-id', null));
      calls.push(await attempt('wrong-external-id', randomBytes(16).toString('hex')));
    }
    return { caller, calls };
  });
  const detail = { caller: trial.caller, calls: trial.calls };
  const right = trial.calls[0]?.observed ?? 'denied';
  const summary = `Assumed ${roleArn} to see what STS answers: ${right}`;
  await recordAudit(db, ctx, { action: 'proof.assume', target: roleArn, accountId, summary, detail });
  return trial;
}

interface Attempt {
  id: TriedCall['id'];
  roleArn: string;
  sessionName: string;
  externalId: string | null;
}

async function tried(port: AwsPort, { id, roleArn, sessionName, externalId }: Attempt): Promise<TriedCall> {
  const answer = await port.tryRole({ roleArn, sessionName, externalId: externalId === null ? null : new Secret(externalId) });
  const expected = id === 'right' ? 'allowed' : 'denied';
  if (answer.answer === 'denied') return { id, expected, observed: 'denied', session: null, errorCode: answer.code };
  return { id, expected, observed: 'allowed', session: { arn: answer.arn, expiresAt: answer.expiresAt }, errorCode: null };
}

async function answered<T>(make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AppError('unavailable', `${error.call} gave no answer about the role (${error.code}). Try again.`);
  }
}
