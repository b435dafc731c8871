import { autoScalingOf } from '../../state/autoscaling.ts';
import { AwsFault } from '../service.ts';
import { resourceInUse } from './faults.ts';
import { requireGroup } from './find.ts';
import { endRefresh } from './refresh-end.ts';
import { activeRefresh } from './refresh-state.ts';
import { runAutoScaling } from './tick.ts';
import type { AutoScalingHandlers } from './types.ts';

export const groupDeleteHandlers: AutoScalingHandlers = {
  DeleteAutoScalingGroup({ AutoScalingGroupName, ForceDelete = false }, context) {
    const state = requireGroup(context, AutoScalingGroupName);
    const { DeletionProtection } = state.group;
    const isForbidden = DeletionProtection === 'prevent-all-deletion' || (ForceDelete && DeletionProtection === 'prevent-force-deletion');
    if (isForbidden) throw resourceInUse(`AutoScalingGroup ${AutoScalingGroupName} is protected from deletion.`);
    if (Object.keys(state.instances).length > 0 && !ForceDelete) {
      throw resourceInUse(
        'You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the group.',
      );
    }
    const refresh = activeRefresh(state);
    if (refresh && !ForceDelete) {
      throw new AwsFault(
        'ScalingActivityInProgressFault',
        'You cannot delete an AutoScalingGroup while an instance refresh is in progress.',
      );
    }
    if (refresh) endRefresh(context, state, refresh, 'Cancelled', 'The Auto Scaling group is being deleted.');
    if (Object.keys(state.instances).length === 0) {
      delete autoScalingOf(context.account, context.region).groups[AutoScalingGroupName];
      return {};
    }
    state.group.Status = 'Delete in progress';
    state.group.DesiredCapacity = 0;
    runAutoScaling(context.world);
    return {};
  },
};
