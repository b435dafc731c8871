import type { GroupInstance, StoredGroup } from '../../state/autoscaling.ts';
import { isLeaving } from './terminate.ts';

/** Members that count for the desired capacity: none in standby, none on its way out. */
export const counted = ({ instances }: StoredGroup): GroupInstance[] =>
  Object.values(instances).filter((member) => !isLeaving(member) && member.lifecycleState !== 'Standby');
