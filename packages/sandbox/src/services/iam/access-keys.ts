import { newId, newSecret } from '../../auth/key-ids.ts';
import { neverUsed, shownUse } from '../../auth/last-use.ts';
import { type AccessKeyState, own } from '../../state/iam.ts';
import type { CallContext } from '../service.ts';
import { change, create, remove } from './change.ts';
import { onUser } from './entity-requirements.ts';
import { noSuchEntity } from './faults.ts';
import { requireAccessKey, requireUserOrCaller } from './find.ts';
import { iamArn } from './names.ts';
import { listPage } from './paging.ts';
import { requireQuota } from './quotas.ts';
import type { IamHandlers, IamRequirements } from './types.ts';

export const accessKeyHandlers: IamHandlers = {
  CreateAccessKey({ UserName }, context) {
    const user = requireUserOrCaller(context, UserName);
    requireQuota('AccessKeysPerUser', keysOf(context, user.name).length + 1);
    const key: AccessKeyState = {
      id: newId(context.world, 'AKIA', context.account.id),
      userName: user.name,
      secretAccessKey: newSecret(context.world),
      status: 'Active',
      createdAt: context.now.toISOString(),
      lastUsed: neverUsed(),
    };
    create(context, 'accessKeys', key.id, key);
    return { AccessKey: { ...keyShape(key), SecretAccessKey: key.secretAccessKey } };
  },

  ListAccessKeys(input, context) {
    const { name } = requireUserOrCaller(context, input.UserName);
    const { page, truncation } = listPage(keysOf(context, name), ({ id }) => id, input, `keys ${name}`);
    return { AccessKeyMetadata: page.map(keyShape), ...truncation };
  },

  UpdateAccessKey({ UserName, AccessKeyId, Status }, context) {
    const { id } = keyOfUser(context, UserName, AccessKeyId);
    change(context, 'accessKeys', id).status = Status === 'Active' ? 'Active' : 'Inactive';
    return {};
  },

  DeleteAccessKey({ UserName, AccessKeyId }, context) {
    remove(context, 'accessKeys', keyOfUser(context, UserName, AccessKeyId).id);
    return {};
  },

  /** Without a date the key was never used; the rest is `N/A` then (D-59). */
  GetAccessKeyLastUsed({ AccessKeyId }, context) {
    const key = requireAccessKey(context, AccessKeyId);
    const use = shownUse(key.lastUsed, context.now);
    return {
      UserName: key.userName,
      AccessKeyLastUsed: use
        ? { LastUsedDate: new Date(use.at), ServiceName: use.serviceName, Region: use.region }
        : { ServiceName: 'N/A', Region: 'N/A' },
    };
  },
};

export const accessKeyRequirements: IamRequirements = {
  CreateAccessKey: ({ UserName }, context) => [onUser('CreateAccessKey', UserName, context)],
  ListAccessKeys: ({ UserName }, context) => [onUser('ListAccessKeys', UserName, context)],
  UpdateAccessKey: ({ UserName }, context) => [onUser('UpdateAccessKey', UserName, context)],
  DeleteAccessKey: ({ UserName }, context) => [onUser('DeleteAccessKey', UserName, context)],
  GetAccessKeyLastUsed: ({ AccessKeyId }, context) => {
    const key = own(context.account.iam.accessKeys, AccessKeyId);
    return [
      key
        ? onUser('GetAccessKeyLastUsed', key.userName, context)
        : { action: 'iam:GetAccessKeyLastUsed', resource: iamArn(context, 'user', '*') },
    ];
  },
};

function keysOf({ account }: CallContext, userName: string): AccessKeyState[] {
  return Object.values(account.iam.accessKeys).filter((key) => key.userName === userName);
}

/** The key must be that user's: a key of somebody else is not found. */
function keyOfUser(context: CallContext, userName: string | undefined, id: string): AccessKeyState {
  const user = requireUserOrCaller(context, userName);
  const key = requireAccessKey(context, id);
  if (key.userName !== user.name) throw noSuchEntity(`The Access Key with id ${id} cannot be found.`);
  return key;
}

const keyShape = (key: AccessKeyState) => ({
  UserName: key.userName,
  AccessKeyId: key.id,
  Status: key.status,
  CreateDate: new Date(key.createdAt),
});
