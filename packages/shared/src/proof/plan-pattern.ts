import { roleNameOf } from '../aws/arn.ts';
import type { PolicyDocument } from '../aws/policy-document.ts';
import type { KnownPrincipal } from '../iam/known-principal.ts';
import type { PolicyEdit } from '../plan/policy-change.ts';
import { savable } from '../roles/fix-trust.ts';
import { noProposal, type Proposed, propose } from '../roles/proposal.ts';
import type { ScaledPattern } from './scaling.ts';

const ways = {
  'explicit-list': 'by their ARNs',
  path: 'by their path or the beginning of their names',
  tag: 'by their tag',
  organisation: 'by their organisation',
  'account-root': 'by their account',
} satisfies Record<ScaledPattern['kind'], string>;
const mostAttachments = 1000;

/**
 * A weighed pattern → the edits that put it in place: one trust policy, and where callers need a policy of their own one managed policy in each
 * account of theirs, attached to those who need it (D-44, B7); or why there is no plan. `needy`: their ARNs.
 */
export function planPattern(
  { kind, characters, quota, intended }: Pick<ScaledPattern, 'kind' | 'characters' | 'quota' | 'intended'>,
  document: PolicyDocument,
  targetArn: string,
  needy: readonly string[],
  principals: readonly KnownPrincipal[],
): Proposed {
  if (quota === 'needs-increase' || quota === 'too-long') {
    return noProposal(`the trust policy takes ${characters} characters, and the quota is 2,048 unless AWS has raised it`);
  }
  if (intended === 0) return noProposal('none of the callers could assume the role by it');
  if (needy.length > mostAttachments)
    return noProposal(`${needy.length} callers need a policy of their own, and one plan attaches ${mostAttachments}`);
  const name = roleNameOf(targetArn) ?? targetArn;
  const edits: PolicyEdit[] = [{ kind: 'trust', roleArn: targetArn, document }];
  const notes: string[] = [];
  if (needy.length > 0) {
    const policyName = freePolicyName(principals, `Assume-${name}`);
    const grant = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: targetArn }] };
    edits.unshift({ kind: 'managed-policy', policyName, document: grant, attachTo: [...needy] });
    notes.push(`Managed policy ${policyName} allows sts:AssumeRole on ${name} alone, and is attached to ${needy.length} of the callers.`);
  }
  return savable(propose(`Let ${intended === 1 ? 'one caller' : `${intended} callers`} assume ${name} ${ways[kind]}`, edits, notes));
}

/** `wanted`, or with the first number behind it that no scanned user or role has attached. */
function freePolicyName(principals: readonly KnownPrincipal[], wanted: string): string {
  const taken = new Set(principals.flatMap(({ attached }) => attached.map(({ name }) => name)));
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1) name = `${wanted}-${number}`;
  return name;
}
