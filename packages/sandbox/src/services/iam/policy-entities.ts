import type { AccountState } from '../../state/world.ts';
import { onPolicy } from './entity-requirements.ts';
import { requirePolicyByArn } from './find.ts';
import { listPage } from './paging.ts';
import type { IamHandlers, IamRequirements } from './types.ts';

/** Somebody whom a managed policy is attached to, or bounds. */
interface Entity {
  type: 'User' | 'Group' | 'Role';
  name: string;
  id: string;
  path: string;
  attached: boolean;
  bounded: boolean;
}

export const policyEntityHandlers: IamHandlers = {
  /** The pages are of all three lists together. */
  ListEntitiesForPolicy(input, context) {
    const { PolicyArn, EntityFilter, PathPrefix = '/', PolicyUsageFilter } = input;
    requirePolicyByArn(context, PolicyArn);
    const entities = entitiesOf(context.account, PolicyArn).filter(
      ({ type, path, attached, bounded }) =>
        (EntityFilter === undefined || EntityFilter === type) &&
        path.startsWith(PathPrefix) &&
        ((attached && PolicyUsageFilter !== 'PermissionsBoundary') || (bounded && PolicyUsageFilter !== 'PermissionsPolicy')),
    );
    const filters = `entities ${PolicyArn} ${EntityFilter ?? ''} ${PathPrefix} ${PolicyUsageFilter ?? ''}`;
    const { page, truncation } = listPage(entities, ({ type, name }) => `${type} ${name}`, input, filters);
    const of = (wanted: Entity['type']) => page.filter(({ type }) => type === wanted);
    return {
      PolicyUsers: of('User').map(({ name, id }) => ({ UserName: name, UserId: id })),
      PolicyGroups: of('Group').map(({ name, id }) => ({ GroupName: name, GroupId: id })),
      PolicyRoles: of('Role').map(({ name, id }) => ({ RoleName: name, RoleId: id })),
      ...truncation,
    };
  },
};

export const policyEntityRequirements: IamRequirements = {
  ListEntitiesForPolicy: ({ PolicyArn }, context) => [onPolicy('ListEntitiesForPolicy', PolicyArn, context)],
};

function entitiesOf({ iam }: AccountState, arn: string): Entity[] {
  const entity = (
    type: Entity['type'],
    one: { name: string; id: string; path: string; attached: string[]; boundary?: string | null },
  ): Entity => ({
    type,
    name: one.name,
    id: one.id,
    path: one.path,
    attached: one.attached.includes(arn),
    bounded: one.boundary === arn,
  });
  const all = [
    ...Object.values(iam.users).map((user) => entity('User', user)),
    ...Object.values(iam.groups).map((group) => entity('Group', group)),
    ...Object.values(iam.roles).map((role) => entity('Role', role)),
  ];
  return all.filter(({ attached, bounded }) => attached || bounded);
}
