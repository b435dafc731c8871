import { MalformedPolicyDocument, normalisePolicy, parsePolicy } from '@rolewright/shared/aws/policy-document.ts';
import { AppError } from '@rolewright/shared/error.ts';
import {
  judgeReader,
  notSeenOfReaders,
  readerFindings,
  type SecretReader,
  type SecretReadersAnswer,
  type SecretReadersRequest,
} from '@rolewright/shared/proof/secret-readers.ts';
import type { Context } from '../deps.ts';
import { scannedPrincipals } from '../store/scanned-principals.ts';
import { turns } from './turns.ts';

/**
 * POST /api/proof/secret-readers: who can read a secret or parameter, over the scanned users and roles; its value is never asked for (D-11).
 * Throws `bad-input` for a resource policy that is none, `conflict` where the account of the secret was not scanned.
 */
export async function listSecretReaders({ deps }: Context, request: SecretReadersRequest): Promise<SecretReadersAnswer> {
  requirePolicy(request.resourcePolicy);
  const { principals, accounts } = await scannedPrincipals(deps.db);
  const owner = request.arn.split(':')[4];
  if (!accounts.some(({ awsAccountId }) => awsAccountId === owner)) {
    throw new AppError(
      'conflict',
      `No user or role of account ${owner} is known: scan it first, since its own would be the first to read.`,
    );
  }
  const pause = turns();
  const judged: SecretReader[] = [];
  for (const one of principals) {
    judged.push(judgeReader(one, request));
    await pause();
  }
  const known = new Set(principals.map(({ arn }) => arn));
  const unscanned = request.readers.filter((arn) => !known.has(arn));
  return {
    arn: request.arn,
    readers: judged.filter(({ verdict, meant }) => verdict !== 'denied' || meant),
    findings: [...readerFindings(judged), ...unscanned.map((arn) => `${arn} is meant to read it, and no scan has found it.`)],
    denied: judged.filter(({ verdict }) => verdict === 'denied').length,
    notSeen: notSeenOfReaders,
  };
}

function requirePolicy(policy: SecretReadersRequest['resourcePolicy']): void {
  if (policy === null) return;
  try {
    normalisePolicy(typeof policy === 'string' ? parsePolicy(policy) : policy);
  } catch (error) {
    if (!(error instanceof MalformedPolicyDocument)) throw error;
    const fields = [{ field: 'resourcePolicy', message: error.message }];
    throw new AppError('bad-input', `resourcePolicy: ${error.message}`, { fields });
  }
}
