import { lostAccess } from '../iam/compare.ts';
import { ec2Context, ec2Service, ec2Trust, trustsService } from '../iam/trust.ts';
import { agentsServedBy } from '../plan/agent-policies.ts';
import type { InstanceInputs } from '../plan/ec2-instance.ts';
import type { InstanceSnapshot } from '../plan/instance-snapshot.ts';
import { policiesOf } from '../plan/permissions.ts';
import type { InstancePlan } from '../plan/recipes/ec2-instance-profile.ts';
import type { PolicyOf, RoleOf } from '../plan/snapshot.ts';
import { type Claim, fail, pass, unknown } from './claim.ts';
import { metadataClaim } from './instance-metadata-claim.ts';
import { runningProgramsClaim, stopProtectionClaims, userDataClaim } from './instance-user-data-claims.ts';
import { roleSide } from './plan-sides.ts';
import { roleIsThere } from './role-claims.ts';
import { sameAccount } from './workload-claims.ts';

/** What must hold of an instance that is to act as a role: it is ours to change, the role reaches it, and nothing that works today is lost. */
export function instanceClaims(snapshot: InstanceSnapshot, plan: InstancePlan, inputs: InstanceInputs): Claim[] {
  return [
    roleIsThere(snapshot, plan),
    trustWorks(snapshot, plan),
    profileHoldsRole(snapshot, plan),
    instanceState(snapshot),
    noGroup(snapshot),
    ownedElsewhere(snapshot),
    agentsKept(snapshot, plan),
    currentRoleKept(snapshot, plan),
    sharedRole(snapshot, plan),
    sameAccount(snapshot),
    metadataClaim(snapshot, inputs),
    runningProgramsClaim(snapshot),
    userDataClaim(snapshot, inputs),
    ...stopProtectionClaims(snapshot, plan),
  ];
}

/** E3: a role that EC2 may not assume gives no credentials, and the console does not offer it. */
function trustWorks(snapshot: InstanceSnapshot, { role, steps }: InstancePlan): Claim {
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
function profileHoldsRole({ profile: reading }: InstanceSnapshot, { profile, role }: InstancePlan): Claim {
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

function instanceState({ instance, instanceId }: InstanceSnapshot): Claim {
  const claim = `${instanceId} is running or stopped`;
  if (instance.state !== 'known') return unknown('instance-state', claim, ['It could not be read.'], 'Make the plan anew.');
  const { state } = instance.value;
  if (state === 'running' || state === 'stopped') return pass('instance-state', claim, [`It is ${state}.`]);
  return fail('instance-state', claim, [`It is ${state}.`], 'Wait until it has come to rest, then make the plan anew.');
}

/** A group replaces its instances from its launch template, which knows nothing of what was changed on one of them. */
function noGroup({ instance, instanceId }: InstanceSnapshot): Claim {
  const claim = `No Auto Scaling group owns ${instanceId}`;
  if (instance.state !== 'known') return unknown('no-group', claim, ['It could not be read.'], 'Make the plan anew.');
  const { group } = instance.value;
  if (group === null) return pass('no-group', claim, ['It has no tag aws:autoscaling:groupName.']);
  const advice = 'Change the launch template of the group and let it replace its instances: what is changed on one is gone with it.';
  return fail('no-group', claim, [`It belongs to the group ${group}.`], advice);
}

/** D-37. */
function ownedElsewhere({ instance }: InstanceSnapshot): Claim {
  const claim = 'No stack owns the instance';
  if (instance.state !== 'known') return unknown('owned-elsewhere', claim, ['It could not be read.'], 'Make the plan anew.');
  const { stack } = instance.value;
  if (stack === null)
    return pass('owned-elsewhere', claim, ['It has no tag of a stack.', 'Terraform leaves no mark: ask whoever deploys it.']);
  const advice = 'Name the profile in the stack’s template too: an update that changes the instance would take it off again.';
  return unknown('owned-elsewhere', claim, [`It belongs to the stack ${stack}.`], advice);
}

/** The role's policies as they will be. */
const afterwards = (snapshot: InstanceSnapshot, plan: InstancePlan): PolicyOf[] => {
  const present = snapshot.role.state === 'known' && !plan.role.create ? policiesOf(snapshot.role.value) : [];
  const users = snapshot.owners.flatMap(({ user }) => (user.state === 'known' ? policiesOf(user.value) : []));
  const attached = plan.permissions.attach.flatMap(({ arn }) => users.find((policy) => policy.arn === arn) ?? []);
  const given = [...plan.permissions.inline, ...plan.permissions.create].map(({ name, document }) => ({ name, arn: null, document }));
  return [...present, ...attached, ...given];
};

/** The role that the instance has today and will not have any more; null: there is none, or it stays. */
const leftRole = ({ currentRole }: InstanceSnapshot, { role }: InstancePlan): RoleOf | null =>
  currentRole.state === 'known' && currentRole.value.arn !== role.arn ? currentRole.value : null;

/** D-65: an existing role that agents work with is extended, not replaced by a bare one. */
function agentsKept(snapshot: InstanceSnapshot, plan: InstancePlan): Claim {
  const claim = 'The agents on the instance keep what they need';
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
    const why = snapshot.currentRole.state === 'known' ? `${snapshot.currentRole.value.name} stays.` : 'It has no role today.';
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
function currentRoleKept(snapshot: InstanceSnapshot, plan: InstancePlan): Claim {
  const claim = 'The instance loses nothing that its role may do today';
  if (snapshot.currentRole.state === 'unreadable') {
    return unknown('current-role-kept', claim, [snapshot.currentRole.reason], 'Find out what the instance uses its role for.');
  }
  const left = leftRole(snapshot, plan);
  if (left === null) return pass('current-role-kept', claim, ['No role is taken from it.']);
  const before = {
    subject: { kind: 'role' as const, arn: left.arn },
    policies: policiesOf(left).map(({ name, document }) => ({ name, document })),
    ...(left.boundary ? { boundary: left.boundary.document } : {}),
  };
  const open = lostAccess(before, roleSide(snapshot, plan)).filter(({ verdict }) => verdict !== 'covered');
  if (open.length === 0) return pass('current-role-kept', claim, [`Everything that ${left.name} may do, ${plan.role.name} may do.`]);
  const evidence = open.map(({ action, resource, policy }) => `${action} on ${resource} (${policy} of ${left.name})`);
  return unknown('current-role-kept', claim, evidence, `Make sure that nothing on the instance needs these, or extend ${left.name}.`);
}

/** A1, E5: permissions that are added to a role reach everybody who has it. */
function sharedRole(snapshot: InstanceSnapshot, plan: InstancePlan): Claim {
  const claim = `Nobody else gains by what ${plan.role.name} is given`;
  const { served } = snapshot;
  if (plan.role.create) return pass('shared-role', claim, ['The role is new, and for this instance alone.']);
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
