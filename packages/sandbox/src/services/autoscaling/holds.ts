import type { AutoScalingPlace, GroupInstance, StoredGroup } from '../../state/autoscaling.ts';
import { uuid } from '../ecs/ids.ts';
import { nowText } from '../ecs/times.ts';
import { secondsAfter } from './times.ts';

/** What holds an instance at a transition: the first of the group's hooks for it. Null: nothing does. */
export function holdFor({ world }: AutoScalingPlace, { hooks }: StoredGroup, transition: string): GroupInstance['hold'] {
  const hook = Object.values(hooks).find(({ LifecycleTransition }) => LifecycleTransition === transition);
  if (!hook) return null;
  const until = secondsAfter(world, nowText(world), hook.HeartbeatTimeout ?? 3600);
  return { hook: hook.LifecycleHookName ?? '', token: uuid(world), until };
}
