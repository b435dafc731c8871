import type { PolicyDocument } from '../aws/policy-document.ts';
import { samePolicy } from '../iam/same-policy.ts';
import type { Reading } from '../inventory/reading.ts';
import type { ChainSnapshot } from '../plan/chain-snapshot.ts';
import type { RoleChainPlan } from '../plan/recipes/role-chain.ts';
import type { PrincipalOf } from '../plan/snapshot.ts';
import { presentState, walkChain } from '../proof/chain-state.ts';
import { compareReading, type Finding } from './compare-reading.ts';
import type { Verification } from './verification.ts';

/**
 * A chain as it was read just now → what is proven of it. `promised`: the plan over its own snapshot. `lastUses`: of each link's role;
 * `delivered`: what is known of what was stored for the application (judge-delivery.ts). As planned is read, not proven by use: "verified" only
 * when every role that the plan created was used.
 */
export function chainEvidence(
  now: ChainSnapshot,
  promised: RoleChainPlan,
  lastUses: (string | null)[],
  delivered: Finding[],
  at: string,
): Verification {
  const built = [...partsAsPlanned(now, promised), ...delivered, ...asEvaluated(now, promised)].map((one) => ({ ...one, at }));
  const used = promised.links.map((link, index) => useOf(link.role, lastUses[index] ?? null)).map((one) => ({ ...one, at }));
  const failing = built.some((one) => one.state === 'no');
  const proven = [...built, ...used].every((one) => one.state === 'yes');
  return {
    state: failing ? 'failing' : proven ? 'verified' : 'unproven',
    evidence: [...built, ...used],
    keySilence: { state: 'unknown', detail: 'A chain of roles takes no key’s place by itself.', at: null },
    remains: promised.links.flatMap(({ role, externalId }) =>
      externalId === null
        ? []
        : [`The external id of ${role.name} is in its trust policy, visible to whoever may call iam:GetRole there (D-48).`],
    ),
    checkedAt: at,
  };
}

/** Sources of the evidence for each part of a chain. */
export const partSources = ['iam:GetRole', 'iam:GetUser'];

/** Both halves and the permissions, each compared with what was promised. */
function partsAsPlanned({ caller, roles }: ChainSnapshot, { links }: RoleChainPlan): Finding[] {
  return links.flatMap(({ caller: from, role, after, callerHalf, permissions }, index): Finding[] => {
    const holder: Reading<PrincipalOf> = index === 0 ? caller.reading : (roles[index - 1] as Reading<PrincipalOf>);
    const source = from.kind === 'user' ? 'iam:GetUser' : 'iam:GetRole';
    const target = roles[index] as ChainSnapshot['roles'][number];
    const inline = (name: string, document: PolicyDocument) => (one: PrincipalOf) =>
      one.inline.some((policy) => policy.name === name && samePolicy(policy.document, document));
    return [
      compareReading(
        `${from.name} may assume ${role.name} and no other role by ${callerHalf.name}`,
        source,
        holder,
        inline(callerHalf.name, callerHalf.document),
      ),
      compareReading(`${role.name} trusts ${from.name} as planned`, 'iam:GetRole', target, (one) => samePolicy(one.trust, after)),
      ...(permissions === null
        ? []
        : [
            compareReading(
              `${role.name} has the permissions of the plan`,
              'iam:GetRole',
              target,
              inline(permissions.name, permissions.document),
            ),
          ]),
    ];
  });
}

/** The policies as they stand there, evaluated; nothing is claimed where one could not be read. */
function asEvaluated(now: ChainSnapshot, promised: RoleChainPlan): Finding[] {
  const claim = 'By the policies as they were read the chain opens to the right call, and not without its external ids';
  const source = 'evaluation of what was read';
  if ([now.caller.reading, ...now.roles].some((reading) => reading.state !== 'known')) {
    return [{ claim, state: 'unknown', source, detail: 'Not every part could be read.' }];
  }
  const state = presentState(now, promised);
  const right = walkChain(state);
  const wrong = promised.links.flatMap(({ role, externalId }, index) =>
    externalId !== null && !('refused' in walkChain(state, index, { externalId: 'not-the-right-one' })) ? [role.name] : [],
  );
  if ('refused' in right) return [{ claim, state: 'no', source, detail: right.refused }];
  if (wrong.length > 0) return [{ claim, state: 'no', source, detail: `${wrong.join(', ')} takes a wrong external id.` }];
  return [{ claim, state: 'yes', source, detail: 'Service control policies are not visible.' }];
}

function useOf({ name, create }: { name: string; create: boolean }, lastUsed: string | null): Finding {
  const claim = `${name} is in use`;
  const source = 'iam:GetRole RoleLastUsed';
  if (!create) return { claim, state: 'unknown', source, detail: 'It existed before: whether this caller uses it does not show there.' };
  if (lastUsed === null) return { claim, state: 'not-yet', source, detail: 'It was not used yet; AWS says so hours late.' };
  return { claim, state: 'yes', source, detail: `Last used ${lastUsed}.` };
}
