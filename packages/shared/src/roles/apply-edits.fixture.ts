import type { KnownPolicy, KnownPrincipal } from '../iam/known-principal.ts';
import type { PolicyEdit } from '../plan/policy-change.ts';

/** Users and roles as they are once the edits are made. */
export const applyEdits = (all: readonly KnownPrincipal[], edits: readonly PolicyEdit[]): KnownPrincipal[] =>
  all.map((one) => edits.reduce(applied, one));

function applied(one: KnownPrincipal, edit: PolicyEdit): KnownPrincipal {
  if (edit.kind === 'trust') return edit.roleArn === one.arn ? { ...one, trust: edit.document } : one;
  if (edit.kind === 'managed-policy') {
    const policy = { name: edit.policyName, arn: `arn:aws:iam::${one.awsAccountId}:policy/${edit.policyName}`, document: edit.document };
    return edit.attachTo.includes(one.arn) ? { ...one, attached: [...one.attached, policy] } : one;
  }
  if (edit.kind === 'instance-profile')
    return edit.roleArn === one.arn ? { ...one, instanceProfiles: [...(one.instanceProfiles ?? []), edit.profileName] } : one;
  if (edit.principalArn !== one.arn) return one;
  if (edit.kind === 'detach-policy') return { ...one, attached: one.attached.filter(({ arn }) => arn !== edit.policyArn) };
  const others = one.inline.filter(({ name }) => name !== edit.policyName);
  const made: KnownPolicy[] = edit.document === null ? [] : [{ name: edit.policyName, arn: null, document: edit.document }];
  return { ...one, inline: [...others, ...made] };
}
