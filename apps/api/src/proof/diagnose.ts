import { assumedRoleOf, parseArn } from '@rolewright/shared/aws/arn.ts';
import type { KnownPrincipal } from '@rolewright/shared/iam/known-principal.ts';
import { parseDenied, type SaidDenial } from '@rolewright/shared/proof/denied-message.ts';
import { diagnose } from '@rolewright/shared/proof/diagnose.ts';
import type { DiagnoseRequest, Diagnosis } from '@rolewright/shared/proof/diagnosis.ts';
import { notSeenOfLinks } from '@rolewright/shared/proof/who-can-assume.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../deps.ts';
import { principalOf, type ScannedPrincipals, scannedPrincipals } from '../store/scanned-principals.ts';
import { decodeDenied, refuseMessage } from './decode-denied.ts';

const notSeen = [
  ...notSeenOfLinks,
  'Policies of buckets, keys, queues and other resources are not read: they may deny, and across accounts must allow.',
];

/**
 * POST /api/proof/diagnose: which half of a denied call is missing, from the scanned policies. An encoded message is decoded by STS in the
 * account that it is of. Throws `bad-input`, `not-found`.
 */
export async function diagnoseCall(ctx: Context, asked: DiagnoseRequest): Promise<Diagnosis> {
  const { said, decodedIn, ...call } = await callOf(ctx, asked);
  const scanned = await scannedPrincipals(ctx.deps.db);
  const caller = principalOf(scanned, principalArn(scanned, call.principalArn));
  const assumes = call.action.toLowerCase() === 'sts:assumerole';
  const role = assumes ? principalOf(scanned, call.resource, 'role') : null;
  const found = diagnose(call, { caller, role });
  const detail = { ...call, verdict: found.verdict, missing: found.missing.map(({ half, owner }) => ({ half, owner })) };
  const summary = `Diagnosed ${call.action} by ${caller.name}: ${found.verdict}`;
  await recordAudit(ctx.deps.db, ctx, { action: 'proof.diagnose', target: caller.arn, accountId: null, summary, detail });
  return { call, ...found, said, decodedIn, notSeen };
}

type AskedCall = SaidDenial & { decodedIn: string | null };

async function callOf(ctx: Context, { message, principalArn = '', action = '', resource = '' }: DiagnoseRequest): Promise<AskedCall> {
  if (message === undefined) return { principalArn, action, resource, said: null, decodedIn: null };
  const parsed = parseDenied(message);
  if ('encoded' in parsed) return decodeDenied(ctx, parsed.encoded);
  if ('problem' in parsed) throw refuseMessage(parsed.problem);
  return { ...parsed, decodedIn: null };
}

/** Messages name the session; the policies are the role's, whose path a session does not tell. */
function principalArn({ principals }: ScannedPrincipals, arn: string): string {
  const session = assumedRoleOf(arn);
  if (session === null) return arn;
  const account = parseArn(arn)?.accountId;
  const isRole = (one: KnownPrincipal) => one.kind === 'role' && one.name === session.roleName && one.awsAccountId === account;
  return principals.find(isRole)?.arn ?? arn;
}
