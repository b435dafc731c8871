import { type EcsState, ecsOf, type TaskDefinitionState } from '../../state/ecs.ts';
import { byText, pageOf, pageSize } from '../page.ts';
import type { Handlers } from '../service.ts';
import { requireWords } from './enums.ts';
import { byRevision } from './names.ts';

type Ecs = typeof import('@aws-sdk/client-ecs');

type Definition = TaskDefinitionState['definition'];

/** The revisions with this status, by family and number. They are kept in the order of their registration, so those of a family are in order. */
function revisionsWith(ecs: EcsState, status: string, family: string | undefined): Definition[] {
  const families = new Map<string, Definition[]>();
  for (const { definition } of Object.values(ecs.taskDefinitions)) {
    if (definition.status !== status || (family !== undefined && definition.family !== family)) continue;
    const known = families.get(definition.family ?? '');
    if (known) known.push(definition);
    else families.set(definition.family ?? '', [definition]);
  }
  return [...families].sort(([one], [other]) => byText(one, other)).flatMap(([, definitions]) => definitions);
}

export const taskDefinitionListHandlers: Handlers<Ecs> = {
  /** `familyPrefix` is the whole name of a family here, as on AWS; ACTIVE unless a status is named (D-26). */
  ListTaskDefinitions({ familyPrefix, status = 'ACTIVE', sort = 'ASC', nextToken, maxResults }, context) {
    requireWords({ status, sort }, ['status', 'sort']);
    const ecs = ecsOf(context.account, context.region);
    const ascending = revisionsWith(ecs, status, familyPrefix);
    const { page, ...rest } = pageOf({
      items: sort === 'DESC' ? ascending.reverse() : ascending,
      keyOf: ({ family, revision }) => `${family}:${revision}`,
      compare: sort === 'DESC' ? (left, right) => byRevision(right, left) : byRevision,
      token: nextToken,
      limit: pageSize(maxResults, 100, 100, 'InvalidParameterException'),
      filters: `${familyPrefix ?? ''}|${status}|${sort}`,
      badToken: 'InvalidParameterException',
    });
    return { taskDefinitionArns: page.map(({ taskDefinitionArn = '' }) => taskDefinitionArn), ...rest };
  },

  /** Families that begin with the prefix and have a revision with the status (ACTIVE, INACTIVE or ALL, the default). */
  ListTaskDefinitionFamilies({ familyPrefix = '', status = 'ALL', nextToken, maxResults }, context) {
    const ecs = ecsOf(context.account, context.region);
    const statuses = new Map<string, Set<string>>();
    for (const { definition } of Object.values(ecs.taskDefinitions)) {
      const family = definition.family ?? '';
      const seen = statuses.get(family) ?? new Set<string>();
      statuses.set(family, seen.add(definition.status ?? ''));
    }
    // A family is INACTIVE when it has revisions and none of them is ACTIVE.
    const families = [...statuses].filter(
      ([family, seen]) => family.startsWith(familyPrefix) && (status === 'ALL' || (status === 'ACTIVE') === seen.has('ACTIVE')),
    );
    const { page, ...rest } = pageOf({
      items: families.map(([family]) => family).sort(byText),
      keyOf: (family) => family,
      compare: byText,
      token: nextToken,
      limit: pageSize(maxResults, 100, 100, 'InvalidParameterException'),
      filters: `${familyPrefix}|${status}`,
      badToken: 'InvalidParameterException',
    });
    return { families: page, ...rest };
  },
};
