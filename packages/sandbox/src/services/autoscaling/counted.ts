import type { GroupInstance, StoredGroup } from '../../state/autoscaling.ts';
import { isLeaving } from './terminate.ts';

/** Members that count for the desired capacity: none in standby, none on its way out. */
export const counted = ({ instances }: StoredGroup): GroupInstance[] =>
  Object.values(instances).filter((member) => !isLeaving(member) && member.lifecycleState !== 'Standby');

/** Are as many members in service as the group is to have? */
export function isFull({ group, instances }: StoredGroup): boolean {
  const inService = Object.values(instances).filter(({ lifecycleState }) => lifecycleState === 'InService');
  return inService.length >= (group.DesiredCapacity ?? 0);
}
