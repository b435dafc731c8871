import { policySize } from '../aws/policy-document.ts';
import type { Assumed } from '../iam/assume-role.ts';
import { externalIdsIn } from '../iam/external-id.ts';
import { lintPolicy } from '../iam/lint.ts';
import { defaultTrustSize } from '../iam/quotas.ts';
import type { Reading } from '../inventory/reading.ts';
import type { ChainSnapshot } from '../plan/chain-snapshot.ts';
import type { RoleChainPlan } from '../plan/recipes/role-chain.ts';
import { type ChainState, callByStranger, plannedState, presentState, walkChain } from './chain-state.ts';
import { type Claim, fail, pass, unknown } from './claim.ts';

/** No template gives this name: neither 32 digits nor an instance's id. */
const otherName = 'another.name';
const scpNote = 'Service control policies are not visible.';

/** What must hold of both halves together, by the policies as they will stand: the right call works, every wrong one is refused. */
export function chainClaims(snapshot: ChainSnapshot, plan: RoleChainPlan): Claim[] {
  if (plan.links.length === 0) {
    const advice = 'Scan again, or give the console the permission that is missing; then make the plan anew.';
    return [unknown('chain-works', 'The chain can be assumed', plan.incomplete, advice)];
  }
  const after = plannedState(snapshot, plan);
  return [
    worksClaim(after),
    externalIdClaim(after),
    sessionNameClaim(after),
    othersClaim(snapshot, after, presentState(snapshot, plan)),
    trustSizeClaim(plan),
    soundTrustClaim(plan),
  ];
}

const isAllowed = (outcome: Assumed): boolean => !('refused' in outcome);
const word = (outcome: Assumed): string => ('refused' in outcome ? `refused (${outcome.refused})` : 'allowed');

function worksClaim(after: ChainState): Claim {
  const claim = `${[nameOf(after), ...after.links.map((link) => link.name)].join(' may assume ')}`;
  const outcomes = after.links.map((link, index) => ({ name: link.name, outcome: walkChain(after, index) }));
  const evidence = [...outcomes.map(({ name, outcome }) => `${name}, called rightly: ${word(outcome)}`), scpNote];
  if (outcomes.every(({ outcome }) => isAllowed(outcome))) return pass('chain-works', claim, evidence);
  return fail('chain-works', claim, evidence, 'A boundary or a deny stands in the way, or the session is longer than the role allows.');
}

/** A5: the test that an external id works is that the call fails without it. */
function externalIdClaim(after: ChainState): Claim {
  const claim = 'A wrong external id, or none, is refused';
  const evidence: string[] = [];
  let holds = true;
  after.links.forEach(({ name, right, link }, index) => {
    if (link.input.externalId !== 'generate') {
      evidence.push(`${name} asks for no external id: ${link.input.externalId.none}`);
      return;
    }
    const { externalId: _id, ...without } = right;
    const [wrong, missing] = [walkChain(after, index, { externalId: 'not-the-right-one' }), walkWithout(after, index, without)];
    evidence.push(`${name}, wrong external id: ${word(wrong)}`, `${name}, no external id: ${word(missing)}`);
    holds &&= !isAllowed(wrong) && !isAllowed(missing);
  });
  if (holds) return pass('external-id-asked', claim, evidence);
  const advice =
    'Another statement of the trust policy lets the caller in without an external id. Take that statement out, or use a new role.';
  return fail('external-id-asked', claim, evidence, advice);
}

/** The same walk, with a call that lacks a member. */
function walkWithout(state: ChainState, index: number, right: ChainState['links'][number]['right']): Assumed {
  const links = state.links.map((link, at) => (at === index ? { ...link, right } : link));
  return walkChain({ ...state, links }, index);
}

function sessionNameClaim(after: ChainState): Claim {
  const claim = 'A session of another name is refused where the name is enforced';
  const asked = after.links.flatMap(({ name, link }, index) => (link.input.session.enforceName ? [{ name, index }] : []));
  if (asked.length === 0) return pass('session-name-asked', claim, ['No name is enforced.']);
  const outcomes = asked.map(({ name, index }) => ({ name, outcome: walkChain(after, index, { sessionName: otherName }) }));
  const evidence = outcomes.map(({ name, outcome }) => `${name}, session name ${otherName}: ${word(outcome)}`);
  if (outcomes.every(({ outcome }) => !isAllowed(outcome))) return pass('session-name-asked', claim, evidence);
  return fail('session-name-asked', claim, evidence, 'Another statement of the trust policy lets the caller in under any name.');
}

/** Nobody but the caller gains: a role with every right to call, of each account and of a foreign one. */
function othersClaim({ accounts }: ChainSnapshot, after: ChainState, before: ChainState): Claim {
  const claim = 'Nobody else may assume these roles';
  const foreign = accounts.some((account) => account.awsAccountId === '111122223333') ? '444455556666' : '111122223333';
  const rows = after.links.flatMap(({ name }, index) =>
    [...accounts.map((account) => account.awsAccountId), foreign].map((accountId) => ({
      text: `${name}, a role of ${accountId === foreign ? 'a foreign account' : accountId} that may call everything`,
      now: isAllowed(callByStranger(before, index, accountId)),
      planned: callByStranger(after, index, accountId),
    })),
  );
  const evidence = rows.map(({ text, planned, now }) => `${text}: ${word(planned)}${now ? ', as it is today' : ''}`);
  const open = rows.filter(({ planned }) => isAllowed(planned));
  if (open.length === 0) return pass('others-refused', claim, evidence);
  if (open.some(({ now }) => !now)) return fail('others-refused', claim, evidence, 'Name the caller by its ARN.');
  return unknown(
    'others-refused',
    claim,
    evidence,
    'The role trusts others today, and goes on to do so. Narrow its trust policy, or accept it.',
  );
}

/** AWS refuses to save a trust policy that names the id of a deleted principal, or what is no ARN (D-47). */
function soundTrustClaim({ links }: RoleChainPlan): Claim {
  const claim = 'AWS takes the trust policies as they will be';
  const broken = links.flatMap(({ role, after }) =>
    lintPolicy(after, 'trust')
      .filter(({ code }) => code === 'dangling-principal' || code === 'malformed-arn' || code === 'principal-wildcard')
      .map(({ message, fix }) => `${role.name}: ${message}. ${fix}.`),
  );
  if (broken.length === 0) return pass('trust-sound', claim, ['Every principal in them is an ARN.']);
  return fail('trust-sound', claim, broken, 'Mend the trust policy of the role first: AWS would not take it back as it stands.');
}

function trustSizeClaim({ links }: RoleChainPlan): Claim {
  const claim = 'The trust policies fit their quota';
  const sizes = links.map(({ role, after, account }) => {
    const limit = account.trustSize.state === 'known' ? account.trustSize.value : defaultTrustSize;
    // The fingerprint stands for an id of 32 characters, and is shorter.
    return { role, size: policySize(after) + 4, limit };
  });
  const evidence = [
    ...sizes.map(({ role, size, limit }) => `${role.name}: ${size} of ${limit} characters.`),
    ...(links.some(({ before }) => before !== null && externalIdsIn(before).length > 0)
      ? ['External ids that stand there already are counted as 28 characters each: neither they nor their lengths are kept.']
      : []),
  ];
  if (sizes.every(({ size, limit }) => size <= limit)) return pass('trust-quota', claim, evidence);
  const advice =
    'Trust the account with ArnLike aws:PrincipalArn on a path instead of a list of callers, or ask AWS for a higher quota (B9).';
  return fail('trust-quota', claim, evidence, advice);
}

const nameOf = ({ caller }: ChainState): string => {
  const arn = caller.principal.roleArn ?? caller.principal.arn;
  return arn.slice(arn.lastIndexOf('/') + 1);
};

/** Is each role as the plan needs it: a free name, or the role of exactly this ARN? */
export function memberClaims({ target, caller, roles }: ChainSnapshot): Claim[] {
  return [caller.reading, ...roles].map((reading: Reading<{ arn: string }>, index) => {
    const member = target.members[index] as ChainSnapshot['target']['members'][number];
    const id = `role-name-${index + 1}`;
    const claim = member.create ? `The name ${member.name} is free in ${member.awsAccountId}` : `The ${member.kind} ${member.arn} exists`;
    if (reading.state === 'unreadable')
      return unknown(id, claim, [reading.reason], 'Let the reader role of that account call iam:GetRole.');
    const evidence = [reading.state === 'known' ? `IAM has ${reading.value.arn}.` : 'IAM has no such name.'];
    if (member.create) {
      return reading.state === 'absent'
        ? pass(id, claim, evidence)
        : fail(id, claim, evidence, 'Choose another name, or use the existing role.');
    }
    const same = reading.state === 'known' && reading.value.arn === member.arn;
    return same ? pass(id, claim, evidence) : fail(id, claim, evidence, 'Give the ARN of one that exists, or let the plan create it.');
  });
}
