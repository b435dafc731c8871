import { accountOf, partitionOf } from '../aws/arn.ts';
import { policySize } from '../aws/policy-document.ts';
import type { KnownPrincipal } from '../iam/known-principal.ts';
import { accountPrincipal } from '../iam/principal.ts';
import { defaultTrustSize } from '../iam/quotas.ts';
import { freeSid } from '../iam/trust-statements.ts';
import { judgeLink } from '../proof/judge-link.ts';
import { knownCaller } from '../proof/known-caller.ts';
import { isNamed, mapPrincipals, mapStatements, type RawStatement, withCondition } from './change-trust.ts';
import type { RoleFinding } from './finding.ts';
import type { TrustedRole } from './fix-trust.ts';
import { noProposal, type Proposed, propose } from './proposal.ts';
import type { RoleIndex } from './role-index.ts';

/**
 * A trust in an account or in everyone, held to those whose own policies let them assume the role today. They stay behind the account as
 * principal, under aws:PrincipalArn: their own policies go on deciding, and nobody gains (D-44, D-52).
 */
export function heldToCallers(index: RoleIndex, { role }: TrustedRole, { statement: id, severity, code }: RoleFinding): Proposed {
  if (severity === 'warn') return noProposal('its condition says who is meant; which of them use the role no scan tells');
  const wide = wideNames(role.trust, id);
  const unscanned = wide.filter((account) => account !== '*' && !index.scanned.has(account));
  if (unscanned.length > 0) return noProposal(`account ${unscanned.join(', ')} is not scanned: who in it uses the role is not known`);
  const everyone = wide.length === 0 || wide.includes('*');
  const callers = callersToday(index, role).filter(({ awsAccountId }) => everyone || wide.includes(awsAccountId));
  if (callers.length === 0) {
    return noProposal('no scanned user or role has a policy that lets it assume the role, so that who uses it is not known');
  }
  const document = mapStatements(role.trust, (statement, place) =>
    isNamed(statement, place, id) ? narrowed(role, statement, callers) : [statement],
  );
  if (policySize(document) > defaultTrustSize) {
    return noProposal(`${callers.length} callers use it, more than a trust policy has room for: compare the patterns under “Many callers”`);
  }
  const who = callers.map(({ name }) => name);
  const whom = code === 'trust-whole-account' ? 'the whole account' : 'everyone';
  const title = `Hold the trust of ${role.name} in ${whom} to ${who.length > 3 ? `${who.length} callers` : who.join(', ')}`;
  const notes = [
    `${who.join(', ')} may assume it today by own policies, and still may.`,
    ...(everyone ? [`In account ${role.awsAccountId} whoever has no policy for it loses it: everyone there was let in without one.`] : []),
    ...(everyone ? ['Callers of accounts that are not scanned lose it; none of them is known.'] : []),
  ];
  return propose(title, [{ kind: 'trust', roleArn: role.arn, document }], notes);
}

/** Accounts and `*` that the statement names; none for NotPrincipal. */
function wideNames(trust: TrustedRole['role']['trust'], id: string | null): string[] {
  const found: string[] = [];
  mapStatements(trust, (statement, index) => {
    if (!isNamed(statement, index, id)) return [];
    if (statement.Principal === '*') found.push('*');
    mapPrincipals(statement, (type, names) => {
      if (type === 'AWS') found.push(...names.flatMap(wideOf));
      return names;
    });
    return [];
  });
  return [...new Set(found)];
}

function wideOf(name: string): string[] {
  const account = accountPrincipal(name);
  return account !== null ? [account] : name === '*' ? ['*'] : [];
}

/** Users and roles whose own policies speak of the role and that may assume it, or of which that is not known. */
function callersToday(index: RoleIndex, role: KnownPrincipal): KnownPrincipal[] {
  return [...index.principals.values()].filter((caller) => {
    const rights = index.rights.get(caller.arn);
    if (caller.arn === role.arn || !(rights?.exact.includes(role.arn) || rights?.within?.(role.arn))) return false;
    const { verdict, identity } = judgeLink(knownCaller(caller), role);
    return verdict !== 'denied' && identity.verdict !== 'denied';
  });
}

/** The statement for whom else it names, and one for the callers under their accounts. */
function narrowed(role: TrustedRole['role'], statement: RawStatement, callers: readonly KnownPrincipal[]): RawStatement[] {
  const { NotPrincipal: _, ...rest } = statement;
  const accounts = [...new Set(callers.map(({ arn }) => `arn:${partitionOf(arn)}:iam::${accountOf(arn)}:root`))];
  const base = { ...rest, Principal: { AWS: accounts.length === 1 ? accounts[0] : accounts } };
  const held = withCondition(
    base,
    'ArnEquals',
    'aws:PrincipalArn',
    callers.map(({ arn }) => arn),
  );
  const named = statement.NotPrincipal === undefined && statement.Principal !== '*';
  const others = named
    ? mapPrincipals(statement, (type, names) => (type === 'AWS' ? names.filter((name) => wideOf(name).length === 0) : names))
    : null;
  return others === null ? [held] : [others, { ...held, Sid: freeSid(role.trust, 'Callers') }];
}
