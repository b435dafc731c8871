import { lostAccess } from '../iam/compare.ts';
import { ec2Context, ec2Service, ec2Trust, trustsService } from '../iam/trust.ts';
import { agentsServedBy } from '../plan/agent-policies.ts';
import type { InstanceSnapshot } from '../plan/instance-snapshot.ts';
import { policiesOf } from '../plan/permissions.ts';
import type { InstancePlan } from '../plan/recipes/ec2-instance-profile.ts';
import type { PolicyOf, RoleOf } from '../plan/snapshot.ts';
import { type Claim, fail, pass, unknown } from './claim.ts';
import { roleSide } from './plan-sides.ts';
import { roleIsThere } from './role-claims.ts';

/** What is read of the role of instances, whether of one or of a group. */
type Ec2Snapshot = Pick<InstanceSnapshot, 'awsAccountId' | 'region' | 'role' | 'profile' | 'currentRole' | 'owners' | 'served'>;
type Ec2Plan = Pick<InstancePlan, 'role' | 'profile' | 'permissions' | 'steps'>;

/** Words for whoever is to have the role. */
interface Holder {
  whose: string;
  loses: string;
  alone: string;
}
export const oneInstance: Holder = {
  whose: 'the instance',
  loses: 'The instance loses nothing that its role may do today',
  alone: 'this instance',
};
export const groupInstances: Holder = {
  whose: 'the instances of the group',
  loses: 'The instances of the group lose nothing that their role may do today',
  alone: 'this group',
};

/** EC2 can assume the role, and the profile is free or holds it. */
export const roleAndProfileClaims = (snapshot: Ec2Snapshot, plan: Ec2Plan): Claim[] => [
  roleIsThere(snapshot, plan),
  trustWorks(snapshot, plan),
  profileHoldsRole(snapshot, plan),
];

/** Nothing that works today is lost, and nobody else gains unseen. */
export const accessKeptClaims = (snapshot: Ec2Snapshot, plan: Ec2Plan, holder: Holder): Claim[] => [
  agentsKept(snapshot, plan, holder),
  currentRoleKept(snapshot, plan, holder),
  sharedRole(snapshot, plan, holder),
];

/** E3: a role that EC2 may not assume gives no credentials, and the console does not offer it. */
function trustWorks(snapshot: Ec2Snapshot, { role, steps }: Ec2Plan): Claim {
  const claim = `EC2 may assume ${role.name}`;
  const change = steps.find((step) => step.kind === 'replace-trust-policy');
  const there = snapshot.role.state === 'known' ? snapshot.role.value.trust : null;
  if (!role.create && there === null) {
    return unknown('trust-works', claim, ['The role could not be read.'], 'Let the reader role call iam:GetRole, or choose another role.');
  }
  const trust = role.create ? ec2Trust : (change?.after ?? there ?? ec2Trust);
  const decision = trustsService(trust, ec2Service, ec2Context, { arn: role.arn, accountId: snapshot.awsAccountId });
  const added = change ? [`Its trust policy does not name ${ec2Service} today: a step adds that, and changes nothing else.`] : [];
  const evidence = [...added, `${ec2Service}: ${decision.verdict === 'allowed' ? 'allowed' : 'denied'} (${decision.decidedBy.why})`];
  if (decision.verdict === 'allowed') return pass('trust-works', claim, evidence);
  return fail('trust-works', claim, evidence, `Take the denial out of the trust policy of ${role.name}, or let the plan create a role.`);
}

/** D-42, D-43: one role in a profile; what another one's users have is not taken from them. */
function profileHoldsRole({ profile: reading }: Ec2Snapshot, { profile, role }: Ec2Plan): Claim {
  const claim = profile.create
    ? `The name ${profile.name} is free for a profile`
    : `The profile ${profile.name} holds ${role.name}, or no role`;
  const id = 'profile-holds-role';
  if (reading.state === 'unreadable') return unknown(id, claim, [reading.reason], 'Let the reader role call iam:GetInstanceProfile.');
  if (reading.state === 'absent') {
    return profile.create
      ? pass(id, claim, ['iam:GetInstanceProfile: no such profile.'])
      : fail(id, claim, ['iam:GetInstanceProfile: no such profile.'], 'Let the plan create it, or name one that exists.');
  }
  const roles = reading.value.roles.map((arn) => arn.slice(arn.lastIndexOf('/') + 1));
  const evidence = [`${reading.value.arn} holds ${roles.join(', ') || 'no role'}.`];
  if (profile.create) return fail(id, claim, evidence, 'Choose another name, or use the profile that exists.');
  if (roles.length === 0) return pass(id, claim, evidence);
  if (reading.value.roles.includes(role.arn)) return pass(id, claim, evidence);
  return fail(
    id,
    claim,
    evidence,
    `A profile holds one role, and whoever uses this one would lose ${roles.join(', ')} (D-43): create a profile for ${role.name}, or extend ${roles.join(', ')}.`,
  );
}

/** The role's policies as they will be. */
const afterwards = (snapshot: Ec2Snapshot, plan: Ec2Plan): PolicyOf[] => {
  const present = snapshot.role.state === 'known' && !plan.role.create ? policiesOf(snapshot.role.value) : [];
  const users = snapshot.owners.flatMap(({ user }) => (user.state === 'known' ? policiesOf(user.value) : []));
  const attached = plan.permissions.attach.flatMap(({ arn }) => users.find((policy) => policy.arn === arn) ?? []);
  const given = [...plan.permissions.inline, ...plan.permissions.create].map(({ name, document }) => ({ name, arn: null, document }));
  return [...present, ...attached, ...given];
};

/** The role that the instance has today and will not have any more; null: there is none, or it stays. */
const leftRole = ({ currentRole }: Ec2Snapshot, { role }: Ec2Plan): RoleOf | null =>
  currentRole.state === 'known' && currentRole.value.arn !== role.arn ? currentRole.value : null;

/** D-65: an existing role that agents work with is extended, not replaced by a bare one. */
function agentsKept(snapshot: Ec2Snapshot, plan: Ec2Plan, { whose }: Holder): Claim {
  const claim = `The agents on ${whose} keep what they need`;
  if (snapshot.currentRole.state === 'unreadable') {
    return unknown(
      'agents-kept',
      claim,
      [snapshot.currentRole.reason],
      'Find out whether Systems Manager or the CloudWatch agent uses it.',
    );
  }
  const left = leftRole(snapshot, plan);
  if (left === null) {
    const why = snapshot.currentRole.state === 'known' ? `${snapshot.currentRole.value.name} stays.` : 'There is no role today.';
    return pass('agents-kept', claim, [why]);
  }
  const kept = new Set(agentsServedBy(afterwards(snapshot, plan)).map(({ agent }) => agent));
  const served = agentsServedBy(policiesOf(left));
  const lost = served.filter(({ agent }) => !kept.has(agent)).map(({ agent, by }) => `${agent} works by ${by} of ${left.name}.`);
  if (lost.length === 0) {
    const names = served.map(({ agent }) => agent).join(', ');
    return pass('agents-kept', claim, [
      names === '' ? `${left.name} serves no agent that is known here.` : `${plan.role.name} serves ${names} too.`,
    ]);
  }
  return fail(
    'agents-kept',
    claim,
    lost,
    `Use the existing role ${left.arn} and its profile: what it lacks is added to it, and what it has stays.`,
  );
}

/** What the instance's role may do today and the new one may not: an application may use it beside the key. */
function currentRoleKept(snapshot: Ec2Snapshot, plan: Ec2Plan, { loses, whose }: Holder): Claim {
  const claim = loses;
  if (snapshot.currentRole.state === 'unreadable') {
    return unknown('current-role-kept', claim, [snapshot.currentRole.reason], 'Find out what its programs use that role for.');
  }
  const left = leftRole(snapshot, plan);
  if (left === null) return pass('current-role-kept', claim, ['No role is taken away.']);
  const before = {
    subject: { kind: 'role' as const, arn: left.arn },
    policies: policiesOf(left).map(({ name, document }) => ({ name, document })),
    ...(left.boundary ? { boundary: left.boundary.document } : {}),
  };
  const open = lostAccess(before, roleSide(snapshot, plan)).filter(({ verdict }) => verdict !== 'covered');
  if (open.length === 0) return pass('current-role-kept', claim, [`Everything that ${left.name} may do, ${plan.role.name} may do.`]);
  const evidence = open.map(({ action, resource, policy }) => `${action} on ${resource} (${policy} of ${left.name})`);
  return unknown('current-role-kept', claim, evidence, `Make sure that nothing on ${whose} needs these, or extend ${left.name}.`);
}

/** A1, E5: permissions that are added to a role reach everybody who has it. */
function sharedRole(snapshot: Ec2Snapshot, plan: Ec2Plan, { alone }: Holder): Claim {
  const claim = `Nobody else gains by what ${plan.role.name} is given`;
  const { served } = snapshot;
  if (plan.role.create) return pass('shared-role', claim, [`The role is new, and for ${alone} alone.`]);
  const given = [...plan.permissions.attach, ...plan.permissions.inline, ...plan.permissions.create].length;
  if (served.state === 'unreadable') return unknown('shared-role', claim, [served.reason], 'Find out which instances have the role.');
  const others = served.state === 'known' ? served.value : [];
  const seen = `Instances of ${snapshot.region} were looked at; launch templates and other Regions were not.`;
  if (others.length === 0) return pass('shared-role', claim, ['No other instance has it.', seen]);
  const count = `${others.length} other instance${others.length === 1 ? ' has' : 's have'} it`;
  const names = others.map(({ instanceId, name, profileName }) => `${name} (${instanceId}) by the profile ${profileName}.`);
  if (given === 0) return pass('shared-role', claim, [`${count}; nothing is added to it.`, ...names, seen]);
  return unknown(
    'shared-role',
    claim,
    [`${count} and can do what is added too.`, ...names, seen],
    'Accept that, or create a role of its own.',
  );
}
