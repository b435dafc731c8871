import { randomBytes } from 'node:crypto';
import { AppError } from '@rolewright/shared/error.ts';
import { trustNames } from '@rolewright/shared/proof/chain-truth.ts';
import type { RoleTrial, RoleTrialRequest, TriedCall } from '@rolewright/shared/proof/role-trial.ts';
import { Secret } from '@rolewright/shared/secret.ts';
import { accountRow } from '../accounts/account-row.ts';
import { recordAudit } from '../audit/record.ts';
import { AwsError } from '../aws/aws-error.ts';
import type { AwsPort } from '../aws/port.ts';
import type { RoleCall } from '../aws/role-call.ts';
import type { Context } from '../deps.ts';
import { withAcceptedIds } from './accepted-ids.ts';
import { callOf, consoleSession, linkOf, plannedChain, wayToCaller } from './chain-calls.ts';
import { roleOfSession } from './role-of-session.ts';

/**
 * POST /api/proof/assume: does STS let the console's operator assume the role, and does it refuse without the external id and with a wrong
 * one (D-58)? What may the session read (B6)? Credentials end in the adapter. Throws `not-found` for the account or the plan, `unavailable`
 * when STS gives no answer about the role.
 */
export async function tryRole(ctx: Context, asked: RoleTrialRequest): Promise<RoleTrial> {
  const { db, aws } = ctx.deps;
  const { accountId, read } = asked;
  const { regions } = await accountRow(db, accountId);
  const port = await aws.port(accountId, regions[0] ?? 'us-east-1');
  const trial = await answered(async () => {
    const { arn: caller } = await port.operator();
    const { right, via } = await wayOf(ctx, asked, roleOfSession(caller));
    const first = await port.tryRole(right, { via, ...(read === undefined ? {} : { read }) });
    const calls = [triedCall('right', first)];
    if (right.externalId !== null) {
      const attempt = async (id: TriedCall['id'], externalId: Secret<string> | null) =>
        triedCall(id, await port.tryRole({ ...right, externalId }, { via }));
      calls.push(await attempt('missing-external-id', null));
      calls.push(await attempt('wrong-external-id', new Secret(randomBytes(16).toString('hex'))));
    }
    const tried = first.answer === 'allowed' ? first.read : null;
    return { caller, roleArn: right.roleArn, via: via.map(({ roleArn }) => roleArn), calls, read: tried };
  });
  const { roleArn, calls } = trial;
  const summary = `Assumed ${roleArn} to see what STS answers: ${calls[0]?.observed ?? 'denied'}`;
  await recordAudit(db, ctx, { action: 'proof.assume', target: roleArn, accountId, summary, detail: trial });
  return trial;
}

/** The right call, and whom the operator becomes before it: along a planned chain, unless its role trusts the operator itself. */
async function wayOf({ deps }: Context, asked: RoleTrialRequest, operator: string): Promise<{ right: RoleCall; via: RoleCall[] }> {
  const { roleArn = '', sessionName, externalId, plan } = asked;
  if (plan === undefined) {
    const via = asked.via.map((one): RoleCall => ({ roleArn: one, sessionName: consoleSession, externalId: null }));
    return { right: { roleArn, sessionName, externalId: externalId === undefined ? null : new Secret(externalId) }, via };
  }
  const chain = await withAcceptedIds(deps, await plannedChain(deps, plan.id));
  const link = linkOf(chain.links, plan.link);
  const right = callOf(chain, plan.link, link.call);
  if (trustNames(link.role.trust, operator)) return { right, via: [] };
  return { right, via: wayToCaller(chain, plan.link) ?? [] };
}

type Answer = Awaited<ReturnType<AwsPort['tryRole']>>;

function triedCall(id: TriedCall['id'], answer: Answer): TriedCall {
  const expected = id === 'right' ? 'allowed' : 'denied';
  if (answer.answer === 'allowed') {
    const session = { arn: answer.arn, expiresAt: answer.expiresAt };
    return { id, expected, observed: 'allowed', session, errorCode: null, refusedAt: null };
  }
  const refusedAt = answer.answer === 'unreached' ? answer.roleArn : null;
  return { id, expected, observed: answer.answer, session: null, errorCode: answer.code, refusedAt };
}

async function answered<T>(make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AppError('unavailable', `${error.call} gave no answer about the role (${error.code}). Try again.`);
  }
}
