import type { Tag } from '@aws-sdk/client-ecs';
import { type EcsState, ecsOf } from '../../state/ecs.ts';
import { own } from '../../state/iam.ts';
import { AwsFault, type CallContext, type Handlers } from '../service.ts';
import { clusterNameOf, serviceNameOf } from './names.ts';

type Ecs = typeof import('@aws-sdk/client-ecs');

/** Checks tags as ECS does: at most 50, key 1 to 128 and value up to 256 characters, none in AWS's own `aws:` (D-23). */
export function checkedTags(tags: Tag[] | undefined): Tag[] {
  const seen = new Set<string>();
  for (const { key, value } of tags ?? []) {
    if (!key || key.length > 128 || (value ?? '').length > 256) {
      throw new AwsFault('InvalidParameterException', 'A tag needs a key of 1 to 128 characters and a value of at most 256.');
    }
    if (/^aws:/i.test(key)) {
      throw new AwsFault('InvalidParameterException', `Tag keys that start with aws: are reserved for internal use. Key: ${key}`);
    }
    if (seen.has(key)) throw new AwsFault('InvalidParameterException', `Duplicate tag keys found: ${key}`);
    seen.add(key);
  }
  if (seen.size > 50) throw new AwsFault('InvalidParameterException', 'The maximum number of tags per resource is 50.');
  return (tags ?? []).map(({ key, value }) => ({ key, value: value ?? '' }));
}

/** The tags of whatever the ARN names: cluster, service, task, task definition or task set. */
export function taggedThing(ecs: EcsState, arn: string): { tags?: Tag[] } {
  const resource = arn.split(':').slice(5).join(':');
  const [kind, ...rest] = resource.split('/');
  const thing =
    kind === 'cluster'
      ? own(ecs.clusters, clusterNameOf(resource))
      : kind === 'service'
        ? ecs.services[`${rest.length > 1 ? rest[0] : 'default'}/${serviceNameOf(resource)}`]
        : kind === 'task'
          ? ecs.tasks[arn]
          : kind === 'task-definition'
            ? ecs.taskDefinitions[rest.join('/')]
            : kind === 'task-set'
              ? ecs.taskSets[arn]
              : undefined;
  if (!arn.startsWith('arn:') || !kind) throw new AwsFault('InvalidParameterException', `Invalid ARN: ${arn}`);
  if (!thing)
    throw new AwsFault('InvalidParameterException', `The specified ${kind} is inactive. Specify an active ${kind} and try again.`);
  return thing as { tags?: Tag[] };
}

const stateOf = (context: CallContext) => ecsOf(context.account, context.region);

export const tagHandlers: Handlers<Ecs> = {
  ListTagsForResource: ({ resourceArn = '' }, context) => ({ tags: taggedThing(stateOf(context), resourceArn).tags ?? [] }),
  TagResource({ resourceArn = '', tags }, context) {
    const thing = taggedThing(stateOf(context), resourceArn);
    const fresh = checkedTags(tags);
    const kept = (thing.tags ?? []).filter(({ key }) => !fresh.some((tag) => tag.key === key));
    thing.tags = checkedTags([...kept, ...fresh]);
    return {};
  },
  UntagResource({ resourceArn = '', tagKeys }, context) {
    const thing = taggedThing(stateOf(context), resourceArn);
    thing.tags = (thing.tags ?? []).filter(({ key }) => !tagKeys?.includes(key ?? ''));
    return {};
  },
};
