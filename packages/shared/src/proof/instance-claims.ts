import type { InstanceInputs } from '../plan/ec2-instance.ts';
import type { InstanceSnapshot } from '../plan/instance-snapshot.ts';
import type { InstancePlan } from '../plan/recipes/ec2-instance-profile.ts';
import { type Claim, fail, pass, unknown } from './claim.ts';
import { accessKeptClaims, oneInstance, roleAndProfileClaims } from './ec2-role-claims.ts';
import { metadataClaim } from './instance-metadata-claim.ts';
import { runningProgramsClaim, stopProtectionClaims, userDataClaim } from './instance-user-data-claims.ts';
import { sameAccount } from './workload-claims.ts';

/** What must hold of an instance that is to act as a role: it is ours to change, the role reaches it, and nothing that works today is lost. */
export function instanceClaims(snapshot: InstanceSnapshot, plan: InstancePlan, inputs: InstanceInputs): Claim[] {
  return [
    ...roleAndProfileClaims(snapshot, plan),
    instanceState(snapshot),
    noGroup(snapshot),
    ownedElsewhere(snapshot),
    ...accessKeptClaims(snapshot, plan, oneInstance),
    sameAccount(snapshot),
    metadataClaim(snapshot, inputs),
    runningProgramsClaim(snapshot),
    userDataClaim(snapshot, inputs),
    ...stopProtectionClaims(snapshot, plan),
  ];
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
