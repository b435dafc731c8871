import { assumedRoleOf, parseArn } from '@rolewright/shared/aws/arn.ts';
import { AppError } from '@rolewright/shared/error.ts';
import type { KnownPrincipal } from '@rolewright/shared/iam/known-principal.ts';
import { parseDenied } from '@rolewright/shared/proof/denied-message.ts';
import { diagnose } from '@rolewright/shared/proof/diagnose.ts';
import type { DeniedCall, DiagnoseRequest, Diagnosis } from '@rolewright/shared/proof/diagnosis.ts';
import { notSeenOfLinks } from '@rolewright/shared/proof/who-can-assume.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../deps.ts';
import { principalOf, type ScannedPrincipals, scannedPrincipals } from '../store/scanned-principals.ts';

const notSeen = [
  ...notSeenOfLinks,
  'Policies of buckets, keys, queues and other resources are not read: they may deny, and across accounts must allow.',
];

/** POST /api/proof/diagnose: which half of a denied call is missing, from the scanned policies. Throws `bad-input`, `not-found`. */
export async function diagnoseCall(ctx: Context, asked: DiagnoseRequest): Promise<Diagnosis> {
  const { said, ...call } = callOf(asked);
  const scanned = await scannedPrincipals(ctx.deps.db);
  const caller = principalOf(scanned, principalArn(scanned, call.principalArn));
  const assumes = call.action.toLowerCase() === 'sts:assumerole';
  const role = assumes ? principalOf(scanned, call.resource, 'role') : null;
  const found = diagnose(call, { caller, role });
  const detail = { ...call, verdict: found.verdict, missing: found.missing.map(({ half, owner }) => ({ half, owner })) };
  const summary = `Diagnosed ${call.action} by ${caller.name}: ${found.verdict}`;
  await recordAudit(ctx.deps.db, ctx, { action: 'proof.diagnose', target: caller.arn, accountId: null, summary, detail });
  return { call, ...found, said, notSeen };
}

function callOf({ message, principalArn = '', action = '', resource = '' }: DiagnoseRequest): DeniedCall & { said: string | null } {
  if (message === undefined) return { principalArn, action, resource, said: null };
  const parsed = parseDenied(message);
  if (!('problem' in parsed)) return parsed;
  throw new AppError('bad-input', `message: ${parsed.problem}.`, { fields: [{ field: 'message', message: parsed.problem }] });
}

/** Messages name the session; the policies are the role's, whose path a session does not tell. */
function principalArn({ principals }: ScannedPrincipals, arn: string): string {
  const session = assumedRoleOf(arn);
  if (session === null) return arn;
  const account = parseArn(arn)?.accountId;
  const isRole = (one: KnownPrincipal) => one.kind === 'role' && one.name === session.roleName && one.awsAccountId === account;
  return principals.find(isRole)?.arn ?? arn;
}
