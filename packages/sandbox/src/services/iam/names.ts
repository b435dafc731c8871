import { own } from '../../state/iam.ts';
import type { CallContext } from '../service.ts';

/** Entities of IAM as their ARNs name them. */
export type ArnKind = 'user' | 'group' | 'role' | 'policy' | 'instance-profile';

const records = { user: 'users', group: 'groups', role: 'roles', 'instance-profile': 'instanceProfiles' } as const;

/** ARN of an entity in the caller's account. `path` begins and ends with `/`. */
export function iamArn({ account }: Pick<CallContext, 'account'>, kind: ArnKind, name: string, path = '/'): string {
  return `arn:${account.partition}:iam::${account.id}:${kind}${path}${name}`;
}

/** ARN of an entity that may exist: with its own path if it does, else as if it lay at the root. What a call is authorised against. */
export function arnOf(context: CallContext, kind: keyof typeof records, name: string): string {
  return own<{ arn: string }>(context.account.iam[records[kind]], name)?.arn ?? iamArn(context, kind, name);
}

/** Is the name taken? IAM does not distinguish names by case, and a path does not help (D-40). */
export function isTaken(names: Iterable<string>, name: string): boolean {
  const lower = name.toLowerCase();
  for (const taken of names) if (taken.toLowerCase() === lower) return true;
  return false;
}
