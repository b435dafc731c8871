import { type KnownPrincipal, policiesOfPrincipal } from '../iam/known-principal.ts';
import { deadIdIn, lintFindings, type RoleFinding } from './finding.ts';
import { instanceRoleFindings } from './instance-roles.ts';
import { namedCallersOf } from './links-of.ts';
import type { IndexedRole, RoleIndex } from './role-index.ts';

/**
 * All that is dangerous or broken about a user or role (D-47, D-52, D-55): the lint of its trust policy and of each identity policy, and what
 * only shows beside the others: an end of a chain that is loose, a first role of a chain that may do more than assume the next (E1).
 * Roles that AWS keeps for its services are left out: nobody can change them (D-51).
 */
export function findingsOf(index: RoleIndex, principal: KnownPrincipal): RoleFinding[] {
  if (principal.path.startsWith('/aws-service-role/')) return [];
  const { arn, trust } = principal;
  const policies = policiesOfPrincipal(principal);
  const unread = [...policies, ...(principal.boundary === null ? [] : [principal.boundary])].filter(({ document }) => document === null);
  return [
    ...(trust === null ? [] : lintFindings(arn, trust, null).map((found) => repaired(index, principal, found))),
    ...policies.flatMap(({ name, document }) => (document === null ? [] : lintFindings(arn, document, name))),
    ...looseEnds(index, principal),
    ...moreThanAssume(index, principal),
    ...instanceRoleFindings(principal, index.onInstances.get(arn) ?? []),
    ...unread.map(
      (policy): RoleFinding => ({
        ...aboutChain(arn, 'policies-not-read'),
        about: 'permissions',
        policy: policy.name,
        message: `${policy.name} was not read, so that what it allows is not known`,
        fix: 'Let the reader role call iam:GetAccountAuthorizationDetails, and scan again',
      }),
    ),
  ];
}

const aboutChain = (role: string, code: RoleFinding['code']) =>
  ({ role, code, severity: 'warn', about: 'chain', policy: null, statement: null, change: null }) as const;

/**
 * A dead id in a trust policy does not say whose it was; an earlier scan may. Else who may assume the role by its own policies and is not
 * trusted is most probably the one that was created anew: its ARN is what to put back (B15).
 */
function repaired(index: RoleIndex, principal: KnownPrincipal, found: RoleFinding): RoleFinding {
  if (found.code !== 'dangling-principal') return found;
  const role = index.roles.get(principal.arn);
  const dead = deadIdIn(found.message);
  if (role === undefined || dead === null) return found;
  const former = index.formerNames.get(dead);
  if (former !== undefined) {
    if (!index.principals.has(former)) return { ...found, fix: `Take it out: it was ${former}, which is not there any more` };
    const fix = `Put ${former} in its place and save the trust policy again: an earlier scan saw it under this id`;
    return { ...found, fix, change: { from: dead, to: former } };
  }
  const kind = dead.startsWith('AROA') ? 'role' : 'user';
  const [candidate, ...others] = halvesOf(index, role).flatMap(({ end, state }) =>
    state === 'policy-only' && end.kind === kind ? [end.arn] : [],
  );
  if (candidate === undefined || others.length > 0) return found;
  const fix = `Put ${candidate} in its place and save the trust policy again: its own policies allow it to assume this role, and the trust policy does not name it`;
  return { ...found, fix, change: { from: dead, to: candidate } };
}

/** Halves of a chain without the other half, as seen from the role that is to be assumed. */
function looseEnds(index: RoleIndex, principal: KnownPrincipal): RoleFinding[] {
  const role = index.roles.get(principal.arn);
  if (role === undefined) return [];
  return halvesOf(index, role).map(({ end: { arn }, state, why }): RoleFinding => {
    const message = `${arn} has half a chain to this role. ${why.replace(/\.$/, '')}`;
    if (state === 'policy-only') {
      const fix = `Add ${arn} to the trust policy of this role, or take the permission from it`;
      return { ...aboutChain(principal.arn, 'policy-without-trust'), message, fix };
    }
    const fix = `Allow ${arn} sts:AssumeRole on ${principal.arn}, or take it from the trust policy`;
    return { ...aboutChain(principal.arn, 'trust-without-policy'), message, fix };
  });
}

/** Scanned callers of whose chain to the role only one half is there. */
function halvesOf(index: RoleIndex, role: IndexedRole) {
  return [...namedCallersOf(index, role)].flatMap(({ judge }) => {
    const found = judge();
    if (found === null || !('principal' in found.end) || (found.state !== 'policy-only' && found.state !== 'trust-only')) return [];
    return [{ end: found.end.principal, state: found.state, why: found.why }];
  });
}

/** E1: the first role of a chain is there to assume the next one and for nothing else; whatever else it may do needs no chain at all. */
function moreThanAssume(index: RoleIndex, principal: KnownPrincipal): RoleFinding[] {
  const targets = index.rights.get(principal.arn)?.exact ?? [];
  if (principal.kind !== 'role' || targets.length === 0) return [];
  const others = policiesOfPrincipal(principal).filter(({ document }) => document !== null && allowsMore(document));
  return others.map(({ name }) => ({
    ...aboutChain(principal.arn, 'more-than-assume-role'),
    about: 'permissions',
    policy: name,
    message: `The role is there to assume ${targets.join(' and ')}, and ${name} lets it do more without that`,
    fix: `Take ${name} from this role, and give the role that is assumed what is needed of it`,
  }));
}

const chainActions = /^sts:(assumerole|tagsession|setsourceidentity|getcalleridentity)$/i;

function allowsMore(document: NonNullable<KnownPrincipal['inline'][number]['document']>): boolean {
  const statements = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  return statements.some(({ Effect, Action, NotAction }: { Effect?: unknown; Action?: unknown; NotAction?: unknown }) => {
    const actions = Array.isArray(Action) ? Action : [Action];
    return Effect === 'Allow' && (NotAction !== undefined || actions.some((action) => !chainActions.test(String(action))));
  });
}
