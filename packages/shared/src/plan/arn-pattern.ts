import { accountOf, iamNameOf, parseArn } from '../aws/arn.ts';

/** Callers of one account and kind, and the narrowest pattern that takes all of them in. */
export interface CallerGroup {
  accountId: string;
  /** `arn:…:role/app/build-*`, or the ARN itself where there is one caller. null: nothing but the account is common. */
  pattern: string | null;
}

/** ARNs of users and roles → one group for each account and kind. ARNs that are neither are left out. */
export function groupsOf(arns: readonly string[]): CallerGroup[] {
  const groups = new Map<string, string[]>();
  for (const arn of arns) {
    const kind = kindOf(arn);
    if (kind === null) continue;
    const key = `${accountOf(arn)} ${kind}`;
    groups.set(key, [...(groups.get(key) ?? []), arn]);
  }
  return [...groups.values()].map((members) => ({ accountId: accountOf(members[0] ?? '') ?? '', pattern: patternOf(members) }));
}

const kindOf = (arn: string): 'role' | 'user' | null => (iamNameOf(arn, 'role') ? 'role' : iamNameOf(arn, 'user') ? 'user' : null);

/**
 * By path where they share one, and by the beginning of the name where they lie under the same path; a beginning ends at a separator, so that
 * `app-build` and `app-bundle` are `app-*` and not `app-bu*`. Source: IAM reference_policies_condition-keys, aws:PrincipalArn.
 */
function patternOf(arns: readonly string[]): string | null {
  const [first = ''] = arns;
  if (arns.length === 1) return first;
  const kind = kindOf(first) ?? 'role';
  const names = arns.map((arn) => iamNameOf(arn, kind) ?? { path: '/', name: '' });
  const path = commonBeginning(
    names.map((one) => one.path),
    /^.*\//,
  );
  const isOnePath = names.every((one) => one.path === path);
  const beginning = isOnePath
    ? commonBeginning(
        names.map(({ name }) => name),
        /^.*[-_.+=,@]/,
      )
    : '';
  if (path === '/' && beginning.length < 3) return null;
  const prefix = first.slice(0, first.length - (parseArn(first)?.resource.length ?? 0));
  return `${prefix}${kind}${path}${beginning}*`;
}

/** Longest text that all begin with, cut back to where `whole` ends. */
function commonBeginning(texts: readonly string[], whole: RegExp): string {
  const [first = ''] = texts;
  let length = 0;
  while (length < first.length && texts.every((text) => text[length] === first[length])) length += 1;
  return whole.exec(first.slice(0, length))?.[0] ?? '';
}
