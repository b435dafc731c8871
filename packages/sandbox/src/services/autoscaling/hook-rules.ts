import type { LifecycleHook, LifecycleHookSpecification } from '@aws-sdk/client-auto-scaling';
import type { Stored } from '../../state/ecs.ts';
import { toStored } from '../ecs/stored.ts';
import { invalid } from './faults.ts';

const launching = 'autoscaling:EC2_INSTANCE_LAUNCHING';
const terminating = 'autoscaling:EC2_INSTANCE_TERMINATING';

export const transitions = { launching, terminating } as const;

type Sent = Partial<LifecycleHookSpecification> & { LifecycleHookName: string };

/** A hook with its defaults: an hour, then ABANDON. Source: API reference, PutLifecycleHook. `before`: the hook that it changes. */
export function newHook(groupName: string, sent: Sent, before: Stored<LifecycleHook> | null = null): Stored<LifecycleHook> {
  const transition = sent.LifecycleTransition ?? before?.LifecycleTransition;
  if (transition !== launching && transition !== terminating) {
    throw invalid(`Valid values for LifecycleTransition are ${launching} and ${terminating}.`);
  }
  const heartbeat = sent.HeartbeatTimeout ?? before?.HeartbeatTimeout ?? 3600;
  if (heartbeat < 30 || heartbeat > 7200) throw invalid('HeartbeatTimeout must be between 30 and 7200 seconds.');
  const result = sent.DefaultResult ?? before?.DefaultResult ?? 'ABANDON';
  if (result !== 'CONTINUE' && result !== 'ABANDON') throw invalid('DefaultResult must be CONTINUE or ABANDON.');
  return toStored({
    ...before,
    ...sent,
    AutoScalingGroupName: groupName,
    LifecycleTransition: transition,
    HeartbeatTimeout: heartbeat,
    GlobalTimeout: Math.min(heartbeat * 100, 172_800),
    DefaultResult: result,
  });
}
