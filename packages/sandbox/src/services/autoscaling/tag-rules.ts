import type { Tag, TagDescription } from '@aws-sdk/client-auto-scaling';
import type { Stored } from '../../state/ecs.ts';
import { invalid } from './faults.ts';

type StoredTag = Stored<TagDescription>;

const mostTags = 50;

/** A group's tags after some were set: a key that is there gets the new value. Throws ValidationError for a key of AWS's or too many. */
export function taggedWith(tags: readonly StoredTag[], groupName: string, set: readonly Tag[]): StoredTag[] {
  const strange = set.find(({ Key }) => /^aws:/i.test(Key ?? ''));
  if (strange) throw invalid(`Reserved tag key: ${strange.Key}. Keys that begin with aws: are reserved.`);
  const made = set.map(
    ({ Key = '', Value = '', PropagateAtLaunch = true }): StoredTag => ({
      ResourceId: groupName,
      ResourceType: 'auto-scaling-group',
      Key,
      Value,
      PropagateAtLaunch,
    }),
  );
  const kept = tags.filter(({ Key }) => !made.some((tag) => tag.Key === Key));
  const all = [...kept, ...made];
  if (all.length > mostTags) throw invalid(`A group can have at most ${mostTags} tags.`);
  return all;
}
