import type { AutoScalingPlace, StoredGroup } from '../../state/autoscaling.ts';
import { ec2Of } from '../../state/ec2.ts';
import { activeRefresh, launchKey } from './refresh-state.ts';
import { isLeaving, terminateMember } from './terminate.ts';

/** Takes unhealthy members out of service; the group replaces them as it fills itself up. Standby is not looked at. */
export function replaceUnhealthy(place: AutoScalingPlace, state: StoredGroup): void {
  const { ReplaceUnhealthy, Terminate } = state.suspended;
  if (ReplaceUnhealthy !== undefined || Terminate !== undefined) return;
  const refresh = activeRefresh(state);
  const key = refresh ? launchKey(refresh) : null;
  const { instances } = ec2Of(place.account, place.region);
  for (const member of Object.values(state.instances)) {
    if (member.health === 'Healthy' || isLeaving(member) || member.lifecycleState === 'Standby') continue;
    const isDown = instances[member.instanceId]?.state !== 'running';
    const why = isDown
      ? 'an EC2 health check indicating it has been terminated or stopped.'
      : member.reported === 'unhealthy'
        ? 'an ELB system health check failure.'
        : 'a user health-check.';
    terminateMember(place, state, member, `an instance was taken out of service in response to ${why}`);
    // Of a refresh it counts as one that came to nothing.
    if (refresh && member.refreshId === key) refresh.failures++;
  }
}
