import { AwsFault, type Handlers } from '../service.ts';
import { filtered } from './filters.ts';
import { listingPage } from './listing.ts';
import { placeOf } from './place.ts';
import { requireTaggable, taggables } from './taggable.ts';
import { checkedTags } from './tags.ts';
import type { Ec2 } from './types.ts';

const mostTags = 50;

export const tagHandlers: Handlers<Ec2> = {
  /** All of them or, where one resource is missing, none. */
  CreateTags({ Resources, Tags }, context) {
    const place = placeOf(context);
    const tags = checkedTags(Tags);
    const resources = (Resources ?? []).map((id) => requireTaggable(place, id));
    for (const resource of resources) {
      const own = Object.keys({ ...resource.tags, ...tags }).filter((key) => !key.startsWith('aws:'));
      if (own.length > mostTags) throw new AwsFault('TagLimitExceeded', 'The maximum number of Tags for a resource has been reached.');
    }
    for (const { tags: there } of resources) Object.assign(there, tags);
    return {};
  },

  /** Without tags all of the caller's own; with a value only where it is that value. */
  DeleteTags({ Resources, Tags }, context) {
    const place = placeOf(context);
    checkedTags(Tags);
    for (const { tags } of (Resources ?? []).map((id) => requireTaggable(place, id))) {
      const all = Object.keys(tags).filter((key) => !key.startsWith('aws:'));
      for (const { Key = '', Value } of Tags ?? all.map((Key) => ({ Key, Value: undefined }))) {
        if (Value === undefined || tags[Key] === Value) delete tags[Key];
      }
    }
    return {};
  },

  DescribeTags(input, context) {
    const all = [...taggables(placeOf(context))].flatMap(({ id, type, tags }) =>
      Object.entries(tags).map(([key, value]) => ({ id, type, key, value, tags: { [key]: value } })),
    );
    const known = {
      key: ({ key }: (typeof all)[number]) => [key],
      'resource-id': ({ id }: (typeof all)[number]) => [id],
      'resource-type': ({ type }: (typeof all)[number]) => [type],
      value: ({ value }: (typeof all)[number]) => [value],
    };
    const found = filtered(all, input.Filters, known, ({ tags }) => tags);
    const { page, nextToken } = listingPage(found, ({ id, key }) => `${id}/${key}`, { ...input });
    return {
      Tags: page.map(({ id, type, key, value }) => ({ Key: key, Value: value, ResourceId: id, ResourceType: type as 'instance' })),
      ...nextToken,
    };
  },
};
