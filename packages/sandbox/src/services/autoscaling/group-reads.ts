import { autoScalingOf } from '../../state/autoscaling.ts';
import type { CallContext } from '../service.ts';
import { invalid } from './faults.ts';
import { groupShape, instanceDetails } from './group-view.ts';
import { namedPage } from './paging.ts';
import { hasTags } from './tag-filters.ts';
import type { AutoScalingHandlers } from './types.ts';

const groupsOf = ({ account, region }: CallContext) => Object.values(autoScalingOf(account, region).groups);

export const groupReadHandlers: AutoScalingHandlers = {
  DescribeAutoScalingGroups({ AutoScalingGroupNames, Filters, IncludeInstances = true, ...asked }, context) {
    const named = AutoScalingGroupNames?.length ? AutoScalingGroupNames : null;
    const wanted = groupsOf(context)
      .filter(({ group }) => named === null || named.includes(group.AutoScalingGroupName ?? ''))
      .filter(({ tags }) => hasTags(tags, Filters ?? []));
    const filters = JSON.stringify([named, Filters]);
    const sizes = { byDefault: 50, most: 100 };
    const { page, next } = namedPage(wanted, ({ group }) => group.AutoScalingGroupName ?? '', asked, sizes, filters);
    const shown = page.map((group) => groupShape(context.account, context.region, group));
    return { AutoScalingGroups: shown.map((group) => (IncludeInstances ? group : { ...group, Instances: [] })), ...next };
  },

  /** Instances of groups only: what was launched by hand from the same template is not here (D-76). */
  DescribeAutoScalingInstances({ InstanceIds, ...asked }, context) {
    if ((InstanceIds ?? []).length > 50) throw invalid('The number of instance ids that may be passed in is limited to 50.');
    const all = groupsOf(context).flatMap((group) =>
      Object.values(group.instances).map((instance) => instanceDetails(context.account, context.region, group, instance)),
    );
    const wanted = InstanceIds?.length ? all.filter(({ InstanceId }) => InstanceIds.includes(InstanceId ?? '')) : all;
    const sizes = { byDefault: 50, most: 50 };
    const { page, next } = namedPage(wanted, ({ InstanceId }) => InstanceId ?? '', asked, sizes, (InstanceIds ?? []).join('|'));
    return { AutoScalingInstances: page, ...next };
  },
};
