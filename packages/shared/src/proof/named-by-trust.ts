import { accountOf, iamNameOf, parseArn } from '../aws/arn.ts';
import { isPrincipalId } from '../aws/key-id.ts';
import { normalisePolicy, type PolicyDocument } from '../aws/policy-document.ts';
import type { KnownPrincipal } from '../iam/known-principal.ts';
import { accountPrincipal } from '../iam/principal.ts';
import type { Assumer, Link, LinkHalf, LinkVerdict } from './assumer.ts';
import { judgeLink, type LinkTarget } from './judge-link.ts';
import { judgeService } from './judge-service.ts';
import { type KnownCaller, knownCaller } from './known-caller.ts';

/**
 * Whom the trust policy names beyond the scanned users and roles: services, identity providers, accounts that are not scanned, everyone,
 * and what is gone (D-47). Each once; an account that is scanned is not named again, its users and roles are judged one by one.
 */
export function namedByTrust(
  role: LinkTarget & { trust: PolicyDocument },
  principals: readonly KnownPrincipal[],
  scanned: ReadonlySet<string>,
): Assumer[] {
  const known = new Set(principals.flatMap(({ arn, uniqueId }) => [arn, uniqueId]));
  const found = normalisePolicy(role.trust).statements.flatMap(({ effect, principals: named, notPrincipals }) => {
    if (effect !== 'Allow') return [];
    if (notPrincipals !== null) return [everyone('The trust policy names whom it does not mean (NotPrincipal)')];
    const { AWS: aws = [], Service: services = [], Federated: providers = [] } = named === '*' ? { AWS: ['*'] } : (named ?? {});
    return [
      ...services.map((principal) => ({ kind: 'service' as const, principal, awsAccountId: null, ...judgeService(principal, role) })),
      ...providers.map(federated),
      ...aws.filter((name) => !known.has(name)).map((name) => (name === '*' ? everyone(namesAll) : judgeNamed(name, role, scanned))),
    ];
  });
  const byName = new Map(found.flatMap((one) => (one === null ? [] : [[one.principal, { ...one, scanned: false }]])));
  return [...byName.values()];
}

const namesAll = 'The trust policy names everyone';

/** An entry under `AWS` that is no scanned user or role; null where scanned ones stand for it. */
function judgeNamed(name: string, role: LinkTarget, scanned: ReadonlySet<string>): Omit<Assumer, 'scanned'> | null {
  const whole = accountPrincipal(name);
  const account = whole ?? accountOf(name);
  if (account === null) {
    const why = isPrincipalId(name)
      ? `${name} is the id of a deleted user or role: a new one of the same name is not trusted`
      : `${name} is no principal that AWS knows`;
    return { kind: 'deleted', principal: name, awsAccountId: null, ...fixed('denied', why) };
  }
  if (whole !== null) {
    if (scanned.has(account)) return null;
    return { kind: 'account', principal: account, awsAccountId: account, ...unscanned(account, role, someRoleOf(role, account)) };
  }
  const kind = parseArn(name)?.resource.startsWith('user/') ? 'user' : 'role';
  const found = { kind, principal: name, awsAccountId: account } as const;
  if (!scanned.has(account)) return { ...found, ...unscanned(account, role, someOneOf(name, account)) };
  // Sessions of scanned roles are judged with their roles.
  if (name.includes(':assumed-role/')) return null;
  return { ...found, ...fixed('denied', `account ${account} had no such user or role when it was scanned`) };
}

/** The trust half with the caller's own half taken to allow, which nobody has read. */
function unscanned(account: string, role: LinkTarget, caller: KnownPrincipal): Link {
  const link = judgeLink({ ...withEverything(knownCaller(caller)), taggable: () => true }, role);
  const why = `account ${account} is not scanned`;
  if (link.trust.verdict === 'denied') return link;
  const asks = link.asks.length === 0 ? '' : ` The caller would be one who ${link.asks.join(' and ')}.`;
  return {
    ...link,
    verdict: 'unknown',
    reason: `Not known: ${why}, so that nobody has read what the caller’s own policies allow.${asks}`,
    missing: [why, ...link.missing],
    identity: { verdict: 'unknown', needed: true, why },
  };
}

const withEverything = (caller: KnownCaller): KnownCaller => ({
  ...caller,
  policies: {
    identity: [{ name: 'any', document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }],
    scps: [],
  },
});

const nobody = { path: '/', tags: {}, trust: null, inline: [], attached: [], groups: [], boundary: null };

function someOneOf(arn: string, awsAccountId: string): KnownPrincipal {
  const user = iamNameOf(arn, 'user');
  if (user !== null) return { ...nobody, kind: 'user', arn, name: user.name, uniqueId: arn, awsAccountId };
  const session = arn.split('/');
  const name = (arn.includes(':assumed-role/') ? session[1] : session.at(-1)) ?? '';
  return { ...nobody, kind: 'role', arn, name, uniqueId: arn, awsAccountId };
}

const someRoleOf = (role: LinkTarget, account: string): KnownPrincipal =>
  someOneOf(`arn:${parseArn(role.arn)?.partition ?? 'aws'}:iam::${account}:role/any`, account);

function federated(provider: string): Omit<Assumer, 'scanned'> {
  const why = `${provider} is an identity provider: whoever it signs in may assume the role where the conditions on its claims hold, and no scan sees them`;
  return { kind: 'federated', principal: provider, awsAccountId: accountOf(provider), ...fixed('unknown', why) };
}

function everyone(what: string): Omit<Assumer, 'scanned'> {
  const why = `${what}: users and roles of every account whose own policies allow it, within the conditions; other accounts are not scanned`;
  return { kind: 'everyone', principal: '*', awsAccountId: null, ...fixed('unknown', why) };
}

function fixed(verdict: LinkVerdict, why: string): Link {
  const trust: LinkHalf = { verdict, needed: true, why };
  const reason = `${verdict === 'unknown' ? 'Not known' : 'Denied'}: ${why}.`;
  return {
    verdict,
    reason,
    asks: [],
    missing: verdict === 'unknown' ? [why] : [],
    trust,
    identity: { verdict: 'unknown', needed: true, why: 'no scan tells' },
  };
}
