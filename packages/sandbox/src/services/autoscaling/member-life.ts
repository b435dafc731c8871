import type { AutoScalingPlace, GroupInstance, StoredGroup } from '../../state/autoscaling.ts';
import { ec2Of } from '../../state/ec2.ts';
import { nowText } from '../ecs/times.ts';
import { endActivity } from './activities.ts';
import { holdFor } from './holds.ts';
import { transitions } from './hook-rules.ts';
import { isLeaving, proceedToTerminate, terminateMember } from './terminate.ts';
import { secondsAfter } from './times.ts';

/** Brings one member up to date with what EC2 says of it and with the hooks that hold it. */
export function followInstance(place: AutoScalingPlace, state: StoredGroup, member: GroupInstance): void {
  const ec2State = ec2Of(place.account, place.region).instances[member.instanceId]?.state ?? 'terminated';
  const isOver = member.hold !== null && member.hold.until <= nowText(place.world);
  if (member.lifecycleState === 'Terminating:Wait' && (isOver || ec2State === 'terminated')) proceedToTerminate(place, member);
  if (member.lifecycleState === 'Terminating') {
    if (ec2State === 'terminated') leave(place, state, member);
    return;
  }
  if (member.lifecycleState === 'Pending' && ec2State === 'running') {
    member.hold = holdFor(place, state, transitions.launching);
    if (member.hold) member.lifecycleState = 'Pending:Wait';
    else enterService(place, state, member);
  }
  if (member.lifecycleState === 'Pending:Wait' && isOver) {
    const result = state.hooks[member.hold?.hook ?? '']?.DefaultResult ?? 'ABANDON';
    endHold(place, state, member, result);
  }
  // Nobody replaces what ends in standby; it is merely gone.
  if (member.lifecycleState === 'Standby' && ec2State === 'terminated') leave(place, state, member);
}

/** EC2's health check: a member that is in service runs, and one that has ended before it came so far never will. */
export function judgeInstance(place: AutoScalingPlace, member: GroupInstance): void {
  if (isLeaving(member) || member.lifecycleState === 'Standby') return;
  const ec2State = ec2Of(place.account, place.region).instances[member.instanceId]?.state ?? 'terminated';
  const isDown = member.lifecycleState === 'InService' ? ec2State !== 'running' : ec2State === 'terminated';
  if (isDown) member.health = 'Unhealthy';
}

/** A held instance goes on, or is abandoned: one that was being launched is terminated then. */
export function endHold(place: AutoScalingPlace, state: StoredGroup, member: GroupInstance, result: string): void {
  member.hold = null;
  if (member.lifecycleState === 'Terminating:Wait') proceedToTerminate(place, member);
  else if (result === 'CONTINUE') enterService(place, state, member);
  else terminateMember(place, state, member, 'an instance was taken out of service because a lifecycle hook was abandoned.');
}

function enterService(place: AutoScalingPlace, state: StoredGroup, member: GroupInstance): void {
  member.lifecycleState = 'InService';
  member.inServiceSince = nowText(place.world);
  endActivity(place, state, member.activityId);
  member.activityId = null;
}

function leave(place: AutoScalingPlace, state: StoredGroup, member: GroupInstance): void {
  endActivity(place, state, member.activityId);
  delete state.instances[member.instanceId];
}

/**
 * The workload's own health check, where the group goes by one (HealthCheckType ELB): what it said of a member counts once the grace period
 * is over. Source: Auto Scaling user guide, health check grace period.
 */
export function judgeWorkload(place: AutoScalingPlace, { group }: StoredGroup, member: GroupInstance): void {
  if (member.lifecycleState !== 'InService' || member.reported !== 'unhealthy' || !goesByWorkload(group)) return;
  const grace = secondsAfter(place.world, member.inServiceSince ?? nowText(place.world), group.HealthCheckGracePeriod ?? 0);
  if (grace <= nowText(place.world)) member.health = 'Unhealthy';
}

export const goesByWorkload = (group: StoredGroup['group']): boolean => /ELB|VPC_LATTICE/.test(group.HealthCheckType ?? '');
