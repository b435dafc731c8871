import { newId } from '../../auth/key-ids.ts';
import { type GroupState, own } from '../../state/iam.ts';
import type { CallContext } from '../service.ts';
import { change, create, remove } from './change.ts';
import { onGroup, onUser } from './entity-requirements.ts';
import { alreadyExists, deleteConflict } from './faults.ts';
import { requireGroup, requireUser } from './find.ts';
import { iamArn, isTaken } from './names.ts';
import { listPage, underPath } from './paging.ts';
import { requireQuota } from './quotas.ts';
import { groupShape, userShape } from './shapes.ts';
import type { IamHandlers, IamRequirements } from './types.ts';

export const groupHandlers: IamHandlers = {
  CreateGroup({ GroupName, Path = '/' }, context) {
    const { groups } = context.account.iam;
    if (isTaken(Object.keys(groups), GroupName)) throw alreadyExists(`Group with name ${GroupName} already exists.`);
    requireQuota('GroupsPerAccount', Object.keys(groups).length + 1);
    const group: GroupState = {
      name: GroupName,
      path: Path,
      id: newId(context.world, 'AGPA', context.account.id),
      arn: iamArn(context, 'group', GroupName, Path),
      createdAt: context.now.toISOString(),
      attached: [],
      inline: {},
    };
    return { Group: groupShape(create(context, 'groups', GroupName, group)) };
  },

  /** With its members, which is what the pages are of. */
  GetGroup(input, context) {
    const group = requireGroup(context, input.GroupName);
    const members = membersOf(context, group.name);
    const { page, truncation } = listPage(members, ({ name }) => name, input, `members ${group.name}`);
    return { Group: groupShape(group), Users: page.map(userShape), ...truncation };
  },

  ListGroups(input, { account }) {
    const groups = Object.values(account.iam.groups).filter(underPath(input.PathPrefix));
    const { page, truncation } = listPage(groups, ({ name }) => name, input, `groups ${input.PathPrefix ?? ''}`);
    return { Groups: page.map(groupShape), ...truncation };
  },

  ListGroupsForUser(input, context) {
    const user = requireUser(context, input.UserName);
    const groups = user.groups.map((name) => own(context.account.iam.groups, name)).filter((group) => group !== null);
    const { page, truncation } = listPage(groups, ({ name }) => name, input, `groups of ${user.name}`);
    return { Groups: page.map(groupShape), ...truncation };
  },

  DeleteGroup({ GroupName }, context) {
    const group = requireGroup(context, GroupName);
    const must = (what: string) => deleteConflict(`Cannot delete entity, must ${what} first.`);
    if (membersOf(context, GroupName).length > 0) throw must('remove users from group');
    if (Object.keys(group.inline).length > 0) throw must('delete policies');
    if (group.attached.length > 0) throw must('detach all policies');
    remove(context, 'groups', GroupName);
    return {};
  },

  /** Adding a member again does nothing. */
  AddUserToGroup({ GroupName, UserName }, context) {
    requireGroup(context, GroupName);
    const { groups } = requireUser(context, UserName);
    if (groups.includes(GroupName)) return {};
    requireQuota('GroupsPerUser', groups.length + 1);
    change(context, 'users', UserName).groups.push(GroupName);
    return {};
  },

  RemoveUserFromGroup({ GroupName, UserName }, context) {
    requireGroup(context, GroupName);
    if (!requireUser(context, UserName).groups.includes(GroupName)) return {};
    const user = change(context, 'users', UserName);
    user.groups = user.groups.filter((name) => name !== GroupName);
    return {};
  },
};

export const groupRequirements: IamRequirements = {
  CreateGroup: ({ GroupName, Path }, context) => [{ action: 'iam:CreateGroup', resource: iamArn(context, 'group', GroupName, Path) }],
  GetGroup: ({ GroupName }, context) => [onGroup('GetGroup', GroupName, context)],
  ListGroups: ({ PathPrefix }, context) => [{ action: 'iam:ListGroups', resource: iamArn(context, 'group', '', PathPrefix) }],
  ListGroupsForUser: ({ UserName }, context) => [onUser('ListGroupsForUser', UserName, context)],
  DeleteGroup: ({ GroupName }, context) => [onGroup('DeleteGroup', GroupName, context)],
  AddUserToGroup: ({ GroupName }, context) => [onGroup('AddUserToGroup', GroupName, context)],
  RemoveUserFromGroup: ({ GroupName }, context) => [onGroup('RemoveUserFromGroup', GroupName, context)],
};

const membersOf = ({ account }: CallContext, group: string) =>
  Object.values(account.iam.users).filter(({ groups }) => groups.includes(group));
