import type { Tag } from '@aws-sdk/client-auto-scaling';
import { autoScalingOf } from '../../state/autoscaling.ts';
import type { CallContext } from '../service.ts';
import { invalid } from './faults.ts';
import { requireGroup } from './find.ts';
import { namedPage } from './paging.ts';
import { meetsTagFilters } from './tag-filters.ts';
import { taggedWith } from './tag-rules.ts';
import type { AutoScalingHandlers } from './types.ts';

/** Only groups have tags, and a tag says of which group it is. */
function groupOf(context: CallContext, { ResourceId, ResourceType }: Tag) {
  if (ResourceId === undefined || ResourceType !== 'auto-scaling-group') {
    throw invalid('Tags need the ResourceId of a group and the ResourceType auto-scaling-group.');
  }
  return { state: requireGroup(context, ResourceId), name: ResourceId };
}

export const tagHandlers: AutoScalingHandlers = {
  CreateOrUpdateTags({ Tags }, context) {
    const named = Tags.map((tag) => ({ ...groupOf(context, tag), tag }));
    for (const { state, name, tag } of named) {
      state.tags = taggedWith(state.tags, name, [tag]);
    }
    return {};
  },

  DeleteTags({ Tags }, context) {
    const named = Tags.map((tag) => ({ ...groupOf(context, tag), tag }));
    for (const { state, tag } of named) {
      state.tags = state.tags.filter(({ Key, Value }) => Key !== tag.Key || (tag.Value !== undefined && tag.Value !== Value));
    }
    return {};
  },

  DescribeTags({ Filters, ...asked }, { account, region }) {
    const all = Object.values(autoScalingOf(account, region).groups).flatMap(({ tags }) => tags);
    const wanted = all.filter((tag) => meetsTagFilters(tag, Filters ?? []));
    const keyOf = ({ ResourceId, Key }: (typeof all)[number]) => `${ResourceId} ${Key}`;
    const { page, next } = namedPage(wanted, keyOf, asked, { byDefault: 50, most: 100 }, JSON.stringify(Filters ?? []));
    return { Tags: structuredClone(page), ...next };
  },
};
