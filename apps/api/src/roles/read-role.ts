import { AppError } from '@rolewright/shared/error.ts';
import type { KnownPolicy, KnownPrincipal } from '@rolewright/shared/iam/known-principal.ts';
import { countFindings } from '@rolewright/shared/roles/finding.ts';
import { instanceUseOf } from '@rolewright/shared/roles/instance-roles.ts';
import { grantLinesOf, reachOf } from '@rolewright/shared/roles/permissions.ts';
import type { PolicySummary, RoleDetail } from '@rolewright/shared/roles/role.ts';
import { findingsOf } from '@rolewright/shared/roles/role-findings.ts';
import type { Context } from '../deps.ts';
import { scannedPrincipals } from '../store/scanned-principals.ts';

const mostLines = 20;

/**
 * GET /api/roles/{arn}: the role, its trust policy, what its policies allow, and its findings with a fix each. A role that several of our
 * accounts see is one role.
 */
export async function readRole({ deps }: Context, arn: string): Promise<RoleDetail> {
  const row = await deps.db.selectFrom('role').select('body').where('arn', '=', arn).orderBy('account_id').executeTakeFirst();
  if (row === undefined) throw new AppError('not-found', `No scan has found the role ${arn}.`);
  const { index } = await scannedPrincipals(deps.db);
  const principal = index.principals.get(arn);
  if (principal === undefined) {
    return {
      ...row.body,
      findingCounts: null,
      reach: null,
      reading: 'unreadable',
      uniqueId: null,
      trust: null,
      instanceUse: null,
      policies: [],
      findings: [],
    };
  }
  const findings = findingsOf(index, principal);
  return {
    ...row.body,
    findingCounts: countFindings(findings),
    reach: reachOf(principal),
    reading: 'known',
    uniqueId: principal.uniqueId,
    trust: principal.trust,
    instanceUse: instanceUseOf(principal),
    policies: summariesOf(principal),
    findings,
  };
}

function summariesOf({ inline, attached, boundary }: KnownPrincipal): PolicySummary[] {
  const summary = (kind: PolicySummary['kind']) => (policy: KnownPolicy) => {
    const { name, arn, document } = policy;
    const { lines, more } = grantLinesOf([policy], mostLines);
    return { name, arn, kind, lines: document === null ? null : lines, more };
  };
  return [
    ...inline.map(summary('inline')),
    ...attached.map(summary('attached')),
    ...(boundary === null ? [] : [boundary]).map(summary('boundary')),
  ];
}
