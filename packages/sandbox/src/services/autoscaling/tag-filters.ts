import type { Filter, TagDescription } from '@aws-sdk/client-auto-scaling';
import type { Stored } from '../../state/ecs.ts';
import { invalid } from './faults.ts';

/** Do a group's tags meet every filter: `tag-key`, `tag-value`, `tag:<key>`? Throws ValidationError for a filter that AWS does not have. */
export function hasTags(tags: readonly Stored<TagDescription>[], filters: readonly Filter[]): boolean {
  return filters.every(({ Name = '', Values = [] }) => {
    if (Name === 'tag-key') return tags.some(({ Key }) => Values.includes(Key ?? ''));
    if (Name === 'tag-value') return tags.some(({ Value }) => Values.includes(Value ?? ''));
    if (!Name.startsWith('tag:'))
      throw invalid(`Filter type ${Name} is not correct. Allowed Filter types are: tag-key, tag-value, tag:<tag-key>`);
    return tags.some(({ Key, Value }) => Key === Name.slice('tag:'.length) && Values.includes(Value ?? ''));
  });
}

/** Does one tag meet every filter of DescribeTags: `auto-scaling-group`, `key`, `value`, `propagate-at-launch`? */
export function meetsTagFilters(tag: Stored<TagDescription>, filters: readonly Filter[]): boolean {
  const values: Record<string, string> = {
    'auto-scaling-group': tag.ResourceId ?? '',
    key: tag.Key ?? '',
    value: tag.Value ?? '',
    'propagate-at-launch': String(tag.PropagateAtLaunch ?? false),
  };
  return filters.every(({ Name = '', Values = [] }) => {
    if (!Object.hasOwn(values, Name)) {
      throw invalid(`Filter type ${Name} is not correct. Allowed Filter types are: ${Object.keys(values).join(', ')}`);
    }
    return Values.includes(values[Name] ?? '');
  });
}
