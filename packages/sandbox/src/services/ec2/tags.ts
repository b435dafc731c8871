import { AwsFault } from '../service.ts';

export interface SentTag {
  Key?: string | undefined;
  Value?: string | undefined;
}

/** Tags of a call as a record. Refuses those that begin with `aws:` and more than fifty. Source: EC2 user guide, tag restrictions. */
export function checkedTags(tags: readonly SentTag[] | undefined): Record<string, string> {
  for (const { Key = '' } of tags ?? []) {
    if (/^aws:/i.test(Key)) {
      throw new AwsFault(
        'InvalidParameterValue',
        `Value ( ${Key} ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved for internal use`,
      );
    }
    if (Key === '' || Key.length > 127)
      throw new AwsFault('InvalidParameterValue', `Tag key must be between 1 and 127 characters: '${Key}'`);
  }
  if ((tags ?? []).length > 50) throw new AwsFault('TagLimitExceeded', 'The maximum number of Tags for a resource has been reached.');
  return Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
}

/** The tags that TagSpecifications have for one type of resource. */
export function specifiedTags(
  specifications: readonly { ResourceType?: string | undefined; Tags?: SentTag[] | undefined }[] | undefined,
  type: string,
): Record<string, string> {
  return checkedTags((specifications ?? []).filter(({ ResourceType }) => ResourceType === type).flatMap(({ Tags }) => Tags ?? []));
}

/** A record of tags as answers have it. */
export const shownTags = (tags: Record<string, string>): { Key: string; Value: string }[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
