import type { PolicyDocument } from '../aws/policy-document.ts';
import { samePolicy } from '../iam/same-policy.ts';
import type { ChainRoleOf } from '../plan/chain-snapshot.ts';
import type { PolicyChangeSnapshot } from '../plan/policy-change-snapshot.ts';
import type { PolicyChangePlan } from '../plan/recipes/policy-change.ts';
import type { PolicyOf, PrincipalOf } from '../plan/snapshot.ts';
import type { Evidence, Verification } from './verification.ts';

/**
 * Policies as they were read just now, compared with what the plan promised. "verified": every one is as planned. Whether somebody uses them
 * is not claimed.
 */
export function policyEvidence(now: PolicyChangeSnapshot, promised: PolicyChangePlan, at: string): Verification {
  const found = promised.changes.flatMap(({ principal, before, after, trust }, index): Omit<Evidence, 'at'>[] => {
    const reading = now.principals[index]?.reading;
    const source = principal.kind === 'role' ? 'iam:GetRole' : 'iam:GetUser';
    const judge = (claim: string, holds: (value: PrincipalOf) => boolean): Omit<Evidence, 'at'> => {
      if (reading === undefined || reading.state === 'absent') return { claim, state: 'no', source, detail: 'It is not there.' };
      if (reading.state === 'unreadable') return { claim, state: 'unknown', source, detail: reading.reason };
      return holds(reading.value)
        ? { claim, state: 'yes', source, detail: 'Read back, equal.' }
        : { claim, state: 'no', source, detail: 'What stands there is something else.' };
    };
    const planned = trust && trust.before !== trust.after ? trust.after : null;
    return [
      ...(planned === null
        ? []
        : [judge(`The trust policy of ${principal.name} is as planned`, (value) => samePolicy((value as ChainRoleOf).trust, planned))]),
      ...(before === after ? [] : [judge(`${principal.name} has the policies of the plan`, (value) => hasAsPlanned(value, before, after))]),
    ];
  });
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
