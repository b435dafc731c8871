import type { StoredGroup, StoredRefresh } from '../../state/autoscaling.ts';
import { ec2Place } from '../../state/ec2.ts';
import { AwsFault, type CallContext } from '../service.ts';
import { requireGroup } from './find.ts';
import { newestPage } from './paging.ts';
import { endRefresh, startRollback } from './refresh-end.ts';
import { activeRefresh, refreshShape } from './refresh-state.ts';
import { rollbackProblem } from './rollback-rules.ts';
import { runAutoScaling } from './tick.ts';
import type { AutoScalingHandlers } from './types.ts';

export const refreshCallHandlers: AutoScalingHandlers = {
  DescribeInstanceRefreshes({ AutoScalingGroupName, InstanceRefreshIds, ...asked }, context) {
    const state = requireGroup(context, AutoScalingGroupName);
    const wanted = state.refreshes
      .map((refresh, index) => ({ refresh, index }))
      .filter(({ refresh }) => !InstanceRefreshIds?.length || InstanceRefreshIds.includes(refresh.id));
    const keyOf = ({ refresh, index }: (typeof wanted)[number]) => `${refresh.startTime} ${String(999 - index)}`;
    const filters = JSON.stringify([AutoScalingGroupName, InstanceRefreshIds]);
    const { page, next } = newestPage(wanted, keyOf, asked, { byDefault: 50, most: 100 }, filters);
    return { InstanceRefreshes: page.map(({ refresh }) => refreshShape(state, refresh)), ...next };
  },

  /** What was replaced stays replaced, and the group keeps the configuration that it had: it is left between the two. */
  CancelInstanceRefresh({ AutoScalingGroupName, WaitForTransitioningInstances = true }, context) {
    const { state, refresh } = requireActive(context, AutoScalingGroupName, 'Cancelling');
    if (WaitForTransitioningInstances) {
      refresh.status = 'Cancelling';
      refresh.statusReason = 'Cancelling due to user request.';
    } else {
      endRefresh(context, state, refresh, 'Cancelled', 'Cancelled due to user request.');
    }
    runAutoScaling(context.world);
    return { InstanceRefreshId: refresh.id };
  },

  RollbackInstanceRefresh({ AutoScalingGroupName }, context) {
    const { state, refresh } = requireActive(context, AutoScalingGroupName, 'RollbackInProgress');
    const place = ec2Place(context.world, context.account, context.region);
    const problem = rollbackProblem(place, refresh.desired !== null, refresh.previous);
    if (problem) {
      throw new AwsFault('IrreversibleInstanceRefreshFault', `The instance refresh cannot be rolled back. ${problem}`);
    }
    startRollback(context, state, refresh, 'Rollback was initiated by the user.');
    runAutoScaling(context.world);
    return { InstanceRefreshId: refresh.id };
  },
};

/** The refresh that is under way; throws ActiveInstanceRefreshNotFound when there is none or it is in `beyond` already. */
function requireActive(
  context: CallContext,
  name: string,
  beyond: StoredRefresh['status'],
): { state: StoredGroup; refresh: StoredRefresh } {
  const state = requireGroup(context, name);
  const refresh = activeRefresh(state);
  const isOver = !refresh || refresh.status === beyond || (beyond === 'RollbackInProgress' && refresh.status === 'Cancelling');
  if (isOver) {
    throw new AwsFault(
      'ActiveInstanceRefreshNotFoundFault',
      `No in progress or pending Instance Refresh found for Auto Scaling group ${name}`,
    );
  }
  return { state, refresh };
}
