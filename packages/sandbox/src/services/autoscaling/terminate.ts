import type { Activity } from '@aws-sdk/client-auto-scaling';
import type { AutoScalingPlace, GroupInstance, StoredGroup } from '../../state/autoscaling.ts';
import { ec2Place } from '../../state/ec2.ts';
import type { Stored } from '../../state/ecs.ts';
import { terminateInstance } from '../ec2/run.ts';
import { beginActivity, endActivity } from './activities.ts';
import { holdFor } from './holds.ts';
import { transitions } from './hook-rules.ts';
import { recordByService } from './trail.ts';

/** Takes a member out of service; a lifecycle hook may hold it before it ends. `cause` as in the activities. */
export function terminateMember(place: AutoScalingPlace, state: StoredGroup, member: GroupInstance, cause: string): Stored<Activity> {
  endActivity(place, state, member.activityId, 'Cancelled');
  const activity = beginActivity(place, state, `Terminating EC2 instance: ${member.instanceId}`, cause);
  member.activityId = activity.ActivityId ?? null;
  member.hold = holdFor(place, state, transitions.terminating);
  member.lifecycleState = member.hold ? 'Terminating:Wait' : 'Terminating';
  if (!member.hold) endInstance(place, member);
  return activity;
}

/** The hook is through: the instance ends now. */
export function proceedToTerminate(place: AutoScalingPlace, member: GroupInstance): void {
  member.hold = null;
  member.lifecycleState = 'Terminating';
  endInstance(place, member);
}

function endInstance(place: AutoScalingPlace, { instanceId }: GroupInstance): void {
  terminateInstance(ec2Place(place.world, place.account, place.region), instanceId, 'Service initiated');
  recordByService(place, 'TerminateInstances', { instancesSet: { items: [{ instanceId }] } });
}

export const isLeaving = ({ lifecycleState }: GroupInstance): boolean => lifecycleState.startsWith('Terminating');
