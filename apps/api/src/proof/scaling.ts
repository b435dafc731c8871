import type { PolicyDocument } from '@rolewright/shared/aws/policy-document.ts';
import { AppError } from '@rolewright/shared/error.ts';
import { trustPatterns } from '@rolewright/shared/plan/trust-patterns.ts';
import type { Assumer } from '@rolewright/shared/proof/assumer.ts';
import type { ScaledPattern, ScalingAnswer, ScalingRequest } from '@rolewright/shared/proof/scaling.ts';
import { proposeFrom, unusable, weighPattern } from '@rolewright/shared/proof/weigh-pattern.ts';
import { judgeAssumers, notSeenOfLinks } from '@rolewright/shared/proof/who-can-assume.ts';
import type { Context } from '../deps.ts';
import { principalOf, scannedPrincipals } from '../store/scanned-principals.ts';
import { turns } from './turns.ts';

/**
 * POST /api/proof/scaling: the trust policy for many callers in each pattern, with its cost and exactly who gains, over the scanned users and
 * roles; changes nothing. Throws `not-found` for a role that no scan has found, `conflict` where its trust policy could not be read.
 */
export async function compareScaling({ deps }: Context, request: ScalingRequest): Promise<ScalingAnswer> {
  const scanned = await scannedPrincipals(deps.db);
  const { principals } = scanned;
  const role = principalOf(scanned, request.roleArn, 'role');
  const { trust } = role;
  if (trust === null) throw new AppError('conflict', `The trust policy of ${role.arn} could not be read; scan its account again.`);
  const accountIds = new Set(scanned.accounts.map(({ awsAccountId }) => awsAccountId));
  const pause = turns();
  const judge = async (document: PolicyDocument): Promise<Assumer[]> => {
    const all: Assumer[] = [];
    for (const one of judgeAssumers({ ...role, trust: document }, principals, accountIds)) {
      all.push(one);
      await pause();
    }
    return all;
  };
  const now = await judge(trust);
  const weighing = {
    target: role,
    callers: new Set(request.callers),
    principals,
    allowedNow: new Set(now.filter(({ verdict }) => verdict === 'allowed').map(({ principal }) => principal)),
  };
  const patterns: ScaledPattern[] = [];
  for (const pattern of trustPatterns({ arn: role.arn, trust }, [...weighing.callers], principals, request.organisationId ?? null)) {
    const { document } = pattern;
    patterns.push(document === null ? unusable(pattern) : weighPattern(pattern, document, await judge(document), weighing));
  }
  const known = new Set(principals.map(({ arn }) => arn));
  return {
    roleArn: role.arn,
    callers: weighing.callers.size,
    notScanned: [...weighing.callers].filter((arn) => !known.has(arn)),
    patterns,
    proposal: proposeFrom(patterns),
    notSeen: notSeenOfLinks,
  };
}
