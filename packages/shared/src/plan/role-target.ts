import { iamNameOf } from '../aws/arn.ts';
import type { RoleInput } from './role-input.ts';

/** The role that a plan is about, whether it exists or not. */
export interface RoleTarget {
  name: string;
  path: string;
  arn: string;
  create: boolean;
}

/** Inputs → the role's ARN. Throws Error with a sentence when the ARN is not one of a role of this account. */
export function roleTargetOf(role: RoleInput, partition: string, awsAccountId: string): RoleTarget {
  if ('create' in role) {
    const path = role.create.path ?? '/';
    return { name: role.create.name, path, arn: `arn:${partition}:iam::${awsAccountId}:role${path}${role.create.name}`, create: true };
  }
  const named = iamNameOf(role.existing, 'role');
  if (!named) throw new Error(`"${role.existing}" is not the ARN of a role, such as arn:${partition}:iam::${awsAccountId}:role/Name`);
  if (!role.existing.includes(`::${awsAccountId}:`)) {
    throw new Error(`${role.existing} is a role of another account; it must be one of account ${awsAccountId}`);
  }
  return { name: named.name, path: named.path, arn: role.existing, create: false };
}
