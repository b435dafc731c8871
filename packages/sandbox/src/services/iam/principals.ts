import { accountOf, iamNameOf, parseArn } from '@rolewright/shared/aws/arn.ts';
import { parsePolicy } from '@rolewright/shared/aws/policy-document.ts';
import { accountPrincipal } from '@rolewright/shared/iam/principal.ts';
import { effectiveIam } from '../../auth/effective.ts';
import { own, type ResourcePolicy, type RoleState, type UserState } from '../../state/iam.ts';
import type { World } from '../../state/world.ts';
import { malformedPolicy } from './faults.ts';
import { isServicePrincipal } from './service-principals.ts';

/**
 * Saves a policy that names principals (trust policies, bucket policies): the users and roles that it names must exist, and are remembered
 * by their unique ids (D-47). Throws MalformedPolicyDocument "Invalid principal in policy" for one that does not exist, or not yet (D-50).
 * The document's grammar was checked before.
 */
export function savePolicy(world: World, document: string, inEffectAtOnce = false): ResourcePolicy {
  const principals: Record<string, string> = {};
  eachPrincipal(parsePolicy(document), (type, name) => {
    if (type === 'Service' && !isServicePrincipal(name)) throw malformedPolicy(`Invalid principal in policy: "SERVICE":"${name}"`);
    if (type === 'AWS' && name !== '*') {
      const id = savedAs(world, name, inEffectAtOnce);
      if (id === null) throw malformedPolicy(`Invalid principal in policy: "AWS":"${name}"`);
      if (id !== name) principals[name] = id;
    }
    return name;
  });
  return { document, principals };
}

/** The document as IAM shows it: as it was given, but principals that were deleted stand there as bare ids, renamed ones by their new ARN. */
export function shownDocument(world: World, { document, principals }: ResourcePolicy): string {
  const shown = new Map(Object.entries(principals).map(([arn, id]) => [arn, arnOfId(world, arn, id) ?? id]));
  if ([...shown].every(([arn, now]) => arn === now)) return document;
  return JSON.stringify(eachPrincipal(parsePolicy(document), (_type, name) => shown.get(name) ?? name));
}

/** The document as it is evaluated: by unique ids, so that a namesake of a deleted user or role is not meant. */
export function evaluatedDocument({ document, principals }: ResourcePolicy): string {
  if (Object.keys(principals).length === 0) return document;
  return JSON.stringify(eachPrincipal(parsePolicy(document), (_type, name) => principals[name] ?? name));
}

/** What a principal is saved as: users and roles by their id, accounts and sessions as they are; null when it does not exist. */
function savedAs(world: World, name: string, inEffectAtOnce: boolean): string | null {
  const accountId = accountPrincipal(name) ?? accountOf(name) ?? '';
  const account = own(world.state.accounts, accountId);
  if (!account) return null;
  if (accountPrincipal(name) !== null || parseArn(name)?.service === 'sts') return name;
  const find = (kind: 'users' | 'roles', entity: string) =>
    inEffectAtOnce ? own<UserState | RoleState>(account.iam[kind], entity) : effectiveIam(world, accountId).find(kind, entity);
  const user = iamNameOf(name, 'user');
  const role = iamNameOf(name, 'role');
  const entity = user ? find('users', user.name) : role ? find('roles', role.name) : null;
  return entity?.arn === name ? entity.id : null;
}

/** The ARN that the owner of a unique id has today; null when it was deleted. */
function arnOfId(world: World, savedArn: string, id: string): string | null {
  const iam = own(world.state.accounts, accountOf(savedArn) ?? '')?.iam;
  const all = iam ? [...Object.values(iam.users), ...Object.values(iam.roles)] : [];
  return all.find((entity) => entity.id === id)?.arn ?? null;
}

type Mapper = (type: string, name: string) => string;

/** A copy of the document with every principal mapped; one stays a string, many stay a list. */
function eachPrincipal(document: { readonly [element: string]: unknown }, map: Mapper): unknown {
  const statements = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  const mapped = statements.map((statement: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(statement).map(([element, value]) => [element, /^(Not)?Principal$/.test(element) ? mapElement(value, map) : value]),
    ),
  );
  return { ...document, Statement: Array.isArray(document.Statement) ? mapped : mapped[0] };
}

function mapElement(value: unknown, map: Mapper): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as Record<string, string | string[]>).map(([type, names]) => [
      type,
      typeof names === 'string' ? map(type, names) : names.map((name) => map(type, name)),
    ]),
  );
}
