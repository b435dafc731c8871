import { accountOf } from '../aws/arn.ts';
import type { PolicyDocument } from '../aws/policy-document.ts';
import { samePolicy } from '../iam/same-policy.ts';
import { absent, type Reading } from '../inventory/reading.ts';
import type { ChainRoleOf } from '../plan/chain-snapshot.ts';
import type { PolicyChangeSnapshot } from '../plan/policy-change-snapshot.ts';
import type { PolicyChangePlan } from '../plan/recipes/policy-change.ts';
import type { PolicyOf, PrincipalOf } from '../plan/snapshot.ts';
import { compareReading, type Finding } from './compare-reading.ts';
import type { Evidence, Verification } from './verification.ts';

/**
 * Policies as they were read just now, compared with what the plan promised. "verified": every one is as planned. Whether somebody uses them
 * is not claimed.
 */
export function policyEvidence(now: PolicyChangeSnapshot, promised: PolicyChangePlan, at: string): Verification {
  const changed = promised.changes.flatMap(({ principal, before, after, trust }, index): Finding[] => {
    const reading: Reading<PrincipalOf> = now.principals[index]?.reading ?? absent;
    const source = principal.kind === 'role' ? 'iam:GetRole' : 'iam:GetUser';
    const planned = trust && trust.before !== trust.after ? trust.after : null;
    const isTrust = (value: PrincipalOf) => planned !== null && samePolicy((value as ChainRoleOf).trust, planned);
    return [
      ...(planned === null ? [] : [compareReading(`The trust policy of ${principal.name} is as planned`, source, reading, isTrust)]),
      ...(before === after
        ? []
        : [
            compareReading(`${principal.name} has the policies of the plan`, source, reading, (value) =>
              hasAsPlanned(value, before, after),
            ),
          ]),
    ];
  });
  const found = [...changed, ...madePolicies(now, promised), ...givenProfiles(now, promised)];
  const evidence = found.map((one) => ({ ...one, at }));
  const state = (wanted: Evidence['state']) => evidence.some((one) => one.state === wanted);
  return {
    state: state('no') ? 'failing' : state('unknown') ? 'unproven' : 'verified',
    evidence,
    keySilence: { state: 'unknown', detail: 'A change of policies takes no key’s place.', at: null },
    remains: [],
    checkedAt: at,
  };
}

/** Who has a policy by its ARN has what it says: its text is read too, and one that is attached to nobody yet. */
const madePolicies = ({ target, policies }: PolicyChangeSnapshot, { steps }: PolicyChangePlan): Finding[] =>
  steps.flatMap((step) => {
    if (step.kind !== 'create-managed-policy') return [];
    const reading = policies[target.policies.findIndex(({ arn }) => arn === step.policyArn)] ?? absent;
    const claim = `The policy ${step.policyName} in account ${accountOf(step.policyArn)} says what the plan does`;
    return [
      compareReading(claim, 'iam:GetPolicyVersion', reading, ({ document }) => samePolicy(document, step.document as PolicyDocument)),
    ];
  });

/** E2: an instance gets the role through the profile alone. */
const givenProfiles = ({ target, profiles = [] }: PolicyChangeSnapshot, { steps }: PolicyChangePlan): Finding[] =>
  steps.flatMap((step) => {
    if (step.kind !== 'add-role-to-instance-profile') return [];
    const place = target.profiles?.findIndex(({ name, accountId }) => name === step.profileName && accountId === step.accountId) ?? -1;
    const reading = profiles[place]?.reading ?? absent;
    const claim = `The instance profile ${step.profileName} holds ${step.roleName}`;
    return [compareReading(claim, 'iam:GetInstanceProfile', reading, ({ roles }) => roles.includes(step.roleArn))];
  });

/** What the plan gives is there, what it takes away is not; what somebody else gave meanwhile is nobody's concern here. */
function hasAsPlanned(now: PrincipalOf, before: PrincipalOf, after: PrincipalOf): boolean {
  const inline = (holder: PrincipalOf, name: string): PolicyDocument | null =>
    holder.inline.find((one) => one.name === name)?.document ?? null;
  const same = (one: PolicyDocument | null, other: PolicyDocument | null) =>
    one === null || other === null ? one === other : samePolicy(one, other);
  const names = new Set([...before.inline, ...after.inline].map(({ name }) => name));
  const changed = [...names].filter((name) => !same(inline(before, name), inline(after, name)));
  const has = (holder: PrincipalOf, arn: PolicyOf['arn']) => holder.attached.some((one) => one.arn === arn);
  const arns = new Set([...before.attached, ...after.attached].map(({ arn }) => arn));
  const moved = [...arns].filter((arn) => has(before, arn) !== has(after, arn));
  return changed.every((name) => same(inline(now, name), inline(after, name))) && moved.every((arn) => has(now, arn) === has(after, arn));
}
