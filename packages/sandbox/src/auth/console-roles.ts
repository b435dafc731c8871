import { awsManagedArn } from '../services/iam/aws-managed.ts';
import { iamService } from '../services/iam/service.ts';
import { own } from '../state/iam.ts';
import type { AccountState, World } from '../state/world.ts';
import { administratorName } from './administrators.ts';
import trustPolicy from './console-trust.json' with { type: 'json' };
import operatorPolicy from './operator-policy.json' with { type: 'json' };
import readerPolicy from './reader-policy.json' with { type: 'json' };
import { sandboxContext } from './sandbox-context.ts';

/** The roles that the console acts with: it reads with one and changes with the other. */
export const readerRoleName = 'RolewrightReader';
export const operatorRoleName = 'RolewrightOperator';

/**
 * Gives every account the console's two roles and an administrator with an access key, unless they are there. The reader has the policy of
 * D-93; the operator has that of D-94 besides, with which it may here create roles at any path and undo what it did, but never change the
 * console's own roles.
 */
export async function createConsoleRoles(world: World): Promise<void> {
  for (const account of Object.values(world.state.accounts)) {
    if (own(account.iam.roles, readerRoleName)) continue;
    await createRole(world, account, readerRoleName, 'Rolewright reads the account with this role', { Reader: readerPolicy });
    await createRole(world, account, operatorRoleName, 'Rolewright changes the account with this role', {
      Reader: readerPolicy,
      Operator: operatorPolicy,
    });
    await createAdministrator(world, account);
  }
}

/** A policy of the console's as it is attached in an account: ACCOUNT and PARTITION of the JSON document are filled in. */
export function policyFor({ id, partition }: Pick<AccountState, 'id' | 'partition'>, document: object): string {
  return JSON.stringify(document).replaceAll('arn:PARTITION:', `arn:${partition}:`).replaceAll('ACCOUNT', id);
}

async function createRole(world: World, account: AccountState, RoleName: string, Description: string, policies: Record<string, object>) {
  const context = sandboxContext(world, account);
  const AssumeRolePolicyDocument = policyFor(account, trustPolicy);
  await iamService.handlers.CreateRole?.({ RoleName, Description, AssumeRolePolicyDocument }, context);
  for (const [PolicyName, document] of Object.entries(policies)) {
    await iamService.handlers.PutRolePolicy?.({ RoleName, PolicyName, PolicyDocument: policyFor(account, document) }, context);
  }
}

async function createAdministrator(world: World, account: AccountState) {
  const context = sandboxContext(world, account);
  const UserName = administratorName;
  await iamService.handlers.CreateUser?.({ UserName }, context);
  const PolicyArn = awsManagedArn('AdministratorAccess', account.partition);
  await iamService.handlers.AttachUserPolicy?.({ UserName, PolicyArn }, context);
  await iamService.handlers.CreateAccessKey?.({ UserName }, context);
}
