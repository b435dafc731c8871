import type { AutoScalingPlace, GroupInstance, StoredGroup, StoredRefresh } from '../../state/autoscaling.ts';
import { own } from '../../state/iam.ts';
import { nowText } from '../ecs/times.ts';
import { isLeaving } from './terminate.ts';

/** Instances that somebody else took away need no replacing; the group fills their places with new ones. */
export function forgetGone({ instances }: StoredGroup, refresh: StoredRefresh): void {
  refresh.outdated = refresh.outdated.filter((id) => {
    const member = own(instances, id);
    return member !== null && !isLeaving(member);
  });
}

/** Instances that were protected or set to standby meanwhile, where such are to be ignored. */
export function leaveIgnored({ instances }: StoredGroup, refresh: StoredRefresh): void {
  const { ScaleInProtectedInstances, StandbyInstances } = refresh.preferences;
  const ignored = refresh.outdated.filter((id) => {
    const member = own(instances, id);
    const isProtected = member?.protectedFromScaleIn && ScaleInProtectedInstances === 'Ignore';
    return isProtected || (member?.lifecycleState === 'Standby' && StandbyInstances === 'Ignore');
  });
  refresh.outdated = refresh.outdated.filter((id) => !ignored.includes(id));
  refresh.skipped.push(...ignored);
  refresh.total -= ignored.length;
}

/** Outdated instances that may be replaced. Ones that are protected or in standby are waited for, unless the preferences say otherwise. */
export function readyToGo({ world }: AutoScalingPlace, { instances }: StoredGroup, refresh: StoredRefresh): GroupInstance[] {
  const { ScaleInProtectedInstances, StandbyInstances } = refresh.preferences;
  const members = refresh.outdated.flatMap((id) => own(instances, id) ?? []);
  const mayGo = (member: GroupInstance) =>
    (!member.protectedFromScaleIn || ScaleInProtectedInstances === 'Refresh') &&
    (member.lifecycleState !== 'Standby' || StandbyInstances === 'Terminate');
  const ready = members.filter(mayGo).sort((a, b) => b.health.localeCompare(a.health));
  if (members.length > 0 && ready.length === 0) {
    refresh.waitingSince ??= nowText(world);
    refresh.statusReason = `Waiting for instances that are protected from scale in or in Standby. For example: ${members[0]?.instanceId}.`;
  } else {
    refresh.waitingSince = null;
  }
  return ready;
}
