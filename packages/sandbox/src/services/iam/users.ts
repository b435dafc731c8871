import { newId } from '../../auth/key-ids.ts';
import type { UserState } from '../../state/iam.ts';
import { change, create, remove } from './change.ts';
import { onUser } from './entity-requirements.ts';
import { alreadyExists, deleteConflict } from './faults.ts';
import { requireBoundary, requireUser, requireUserOrCaller } from './find.ts';
import { iamArn, isTaken } from './names.ts';
import { listPage, underPath } from './paging.ts';
import { requireQuota } from './quotas.ts';
import { userShape, wholeUserShape } from './shapes.ts';
import { checkedTags, requestTagContext } from './tag-rules.ts';
import type { IamHandlers, IamRequirements } from './types.ts';

export const userHandlers: IamHandlers = {
  CreateUser({ UserName, Path = '/', PermissionsBoundary, Tags }, context) {
    const { users } = context.account.iam;
    if (isTaken(Object.keys(users), UserName)) throw alreadyExists(`User with name ${UserName} already exists.`);
    const user: UserState = {
      name: UserName,
      path: Path,
      id: newId(context.world, 'AIDA', context.account.id),
      arn: iamArn(context, 'user', UserName, Path),
      createdAt: context.now.toISOString(),
      attached: [],
      inline: {},
      tags: checkedTags(Tags),
      boundary: requireBoundary(context, PermissionsBoundary),
      groups: [],
    };
    requireQuota('UsersPerAccount', Object.keys(users).length + 1);
    return { User: wholeUserShape(create(context, 'users', UserName, user)) };
  },

  GetUser: ({ UserName }, context) => ({ User: wholeUserShape(requireUserOrCaller(context, UserName)) }),

  ListUsers(input, { account }) {
    const users = Object.values(account.iam.users).filter(underPath(input.PathPrefix));
    const { page, truncation } = listPage(users, ({ name }) => name, input, `users ${input.PathPrefix ?? ''}`);
    return { Users: page.map(userShape), ...truncation };
  },

  /** A new name keeps the unique id, so that policies which name the user go on meaning it. */
  UpdateUser({ UserName, NewUserName, NewPath }, context) {
    const old = requireUser(context, UserName);
    const name = NewUserName ?? UserName;
    const { users, accessKeys } = context.account.iam;
    if (NewUserName !== undefined && isTaken(Object.keys(users), NewUserName)) {
      throw alreadyExists(`User with name ${NewUserName} already exists.`);
    }
    const path = NewPath ?? old.path;
    const renamed = { ...old, name, path, arn: iamArn(context, 'user', name, path) };
    remove(context, 'users', UserName);
    create(context, 'users', name, renamed);
    for (const key of Object.values(accessKeys).filter(({ userName }) => userName === UserName)) {
      change(context, 'accessKeys', key.id).userName = name;
    }
    return {};
  },

  /** D-63: nothing that belongs to the user goes by itself. */
  DeleteUser({ UserName }, context) {
    const user = requireUser(context, UserName);
    const must = (what: string) => deleteConflict(`Cannot delete entity, must ${what} first.`);
    if (Object.values(context.account.iam.accessKeys).some(({ userName }) => userName === UserName)) throw must('delete access keys');
    if (Object.keys(user.inline).length > 0) throw must('delete policies');
    if (user.attached.length > 0) throw must('detach all policies');
    if (user.groups.length > 0) throw must('remove users from group');
    remove(context, 'users', UserName);
    return {};
  },
};

export const userRequirements: IamRequirements = {
  CreateUser: ({ UserName, Path, PermissionsBoundary, Tags }, context) => [
    {
      action: 'iam:CreateUser',
      resource: iamArn(context, 'user', UserName, Path),
      context: { ...requestTagContext(Tags), ...(PermissionsBoundary ? { 'iam:PermissionsBoundary': PermissionsBoundary } : {}) },
    },
    ...(Tags?.length
      ? [{ action: 'iam:TagUser', resource: iamArn(context, 'user', UserName, Path), context: requestTagContext(Tags) }]
      : []),
  ],
  GetUser: ({ UserName }, context) => [onUser('GetUser', UserName, context)],
  ListUsers: ({ PathPrefix }, context) => [{ action: 'iam:ListUsers', resource: iamArn(context, 'user', '', PathPrefix) }],
  UpdateUser: ({ UserName, NewUserName, NewPath }, context) => [
    onUser('UpdateUser', UserName, context),
    ...(NewUserName || NewPath ? [{ action: 'iam:UpdateUser', resource: iamArn(context, 'user', NewUserName ?? UserName, NewPath) }] : []),
  ],
  DeleteUser: ({ UserName }, context) => [onUser('DeleteUser', UserName, context)],
};
