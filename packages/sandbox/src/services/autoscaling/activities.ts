import type { Activity, ScalingActivityStatusCode } from '@aws-sdk/client-auto-scaling';
import type { AutoScalingPlace, StoredGroup } from '../../state/autoscaling.ts';
import { autoScalingOf } from '../../state/autoscaling.ts';
import type { Stored } from '../../state/ecs.ts';
import { uuid } from '../ecs/ids.ts';
import { nowText } from '../ecs/times.ts';
import { findGroup, requireGroup } from './find.ts';
import { newestPage } from './paging.ts';
import { fromStored } from './stored.ts';
import type { AutoScalingHandlers } from './types.ts';

const mostKept = 200;

/** Writes a new activity of a group and gives it out: `cause` is the sentence behind `At <time> `. */
export function beginActivity(
  { world }: Pick<AutoScalingPlace, 'world'>,
  state: StoredGroup,
  Description: string,
  cause: string,
  StatusCode: ScalingActivityStatusCode = 'InProgress',
): Stored<Activity> {
  const now = nowText(world);
  const activity: Stored<Activity> = {
    ActivityId: uuid(world),
    AutoScalingGroupName: state.group.AutoScalingGroupName,
    AutoScalingGroupARN: state.group.AutoScalingGroupARN,
    Description,
    Cause: `At ${now.replace(/\.\d+/, '')} ${cause}`,
    StartTime: now,
    StatusCode,
    Progress: 50,
    Details: JSON.stringify({ 'Availability Zone': state.group.AvailabilityZones?.[0] ?? '' }),
  };
  state.activities.unshift(activity);
  state.activities.splice(mostKept);
  return activity;
}

/** The activity is over. `message`: why it failed. */
export function endActivity(
  { world }: Pick<AutoScalingPlace, 'world'>,
  state: StoredGroup,
  activityId: string | null,
  StatusCode: ScalingActivityStatusCode = 'Successful',
  message?: string,
): void {
  const activity = state.activities.find(({ ActivityId }) => ActivityId === activityId);
  if (!activity) return;
  Object.assign(activity, { StatusCode, Progress: 100, EndTime: nowText(world), ...(message ? { StatusMessage: message } : {}) });
}

export const activityHandlers: AutoScalingHandlers = {
  DescribeScalingActivities({ AutoScalingGroupName, ActivityIds, ...asked }, context) {
    const all = Object.values(autoScalingOf(context.account, context.region).groups);
    if (AutoScalingGroupName !== undefined && !findGroup(context, AutoScalingGroupName)) requireGroup(context, AutoScalingGroupName);
    const wanted = all
      .filter(({ group }) => AutoScalingGroupName === undefined || group.AutoScalingGroupName === AutoScalingGroupName)
      .flatMap(({ activities }) => activities.map((activity, index) => ({ activity, index })))
      .filter(({ activity }) => !ActivityIds?.length || ActivityIds.includes(activity.ActivityId ?? ''));
    // Of one moment the newest stands first in its group's list.
    const keyOf = ({ activity, index }: (typeof wanted)[number]) => `${activity.StartTime} ${String(mostKept - index).padStart(4, '0')}`;
    const sizes = { byDefault: 100, most: 100 };
    const { page, next } = newestPage(wanted, keyOf, asked, sizes, JSON.stringify([AutoScalingGroupName, ActivityIds]));
    return { Activities: page.map(({ activity }) => fromStored<Activity>(activity)), ...next };
  },
};
