import type { LifecycleHook } from '@aws-sdk/client-auto-scaling';
import { autoScalingOf } from '../../state/autoscaling.ts';
import { own, setOwn } from '../../state/iam.ts';
import { invalid } from './faults.ts';
import { requireGroup } from './find.ts';
import { newHook } from './hook-rules.ts';
import { endHold } from './member-life.ts';
import { fromStored } from './stored.ts';
import { runAutoScaling } from './tick.ts';
import type { AutoScalingHandlers } from './types.ts';

/** Hooks hold instances at launch or termination; nobody is notified. */
export const hookHandlers: AutoScalingHandlers = {
  PutLifecycleHook({ AutoScalingGroupName, ...sent }, context) {
    const { hooks } = requireGroup(context, AutoScalingGroupName);
    setOwn(hooks, sent.LifecycleHookName, newHook(AutoScalingGroupName, sent, own(hooks, sent.LifecycleHookName)));
    return {};
  },

  DescribeLifecycleHooks({ AutoScalingGroupName, LifecycleHookNames }, context) {
    const all = Object.values(requireGroup(context, AutoScalingGroupName).hooks);
    const wanted = all.filter(
      ({ LifecycleHookName = '' }) => !LifecycleHookNames?.length || LifecycleHookNames.includes(LifecycleHookName),
    );
    return { LifecycleHooks: wanted.map((hook) => fromStored<LifecycleHook>(hook)) };
  },

  DeleteLifecycleHook({ AutoScalingGroupName, LifecycleHookName }, context) {
    const state = requireGroup(context, AutoScalingGroupName);
    if (!own(state.hooks, LifecycleHookName)) throw invalid(`No Lifecycle Hook found with name: ${LifecycleHookName}`);
    delete state.hooks[LifecycleHookName];
    for (const member of Object.values(state.instances)) {
      if (member.hold?.hook === LifecycleHookName) member.hold.until = context.now.toISOString();
    }
    runAutoScaling(context.world);
    return {};
  },

  CompleteLifecycleAction({ AutoScalingGroupName, LifecycleHookName, LifecycleActionResult: result, ...action }, context) {
    const state = requireGroup(context, AutoScalingGroupName);
    if (result !== 'CONTINUE' && result !== 'ABANDON') throw invalid('LifecycleActionResult must be CONTINUE or ABANDON.');
    const { InstanceId, LifecycleActionToken } = action;
    const held = Object.values(state.instances).find(
      ({ instanceId, hold }) =>
        hold?.hook === LifecycleHookName &&
        (LifecycleActionToken === undefined ? instanceId === InstanceId : hold.token === LifecycleActionToken),
    );
    if (!held) throw invalid(`No active Lifecycle Action found with instance ID ${InstanceId ?? LifecycleActionToken}`);
    endHold({ ...context, autoscaling: autoScalingOf(context.account, context.region) }, state, held, result);
    runAutoScaling(context.world);
    return {};
  },
};
