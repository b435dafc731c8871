import { type PolicyDocument, policySize } from '../aws/policy-document.ts';
import { defaultQuotas } from '../iam/carry-over.ts';
import { type KnownPolicy, type KnownPrincipal, policiesOfPrincipal } from '../iam/known-principal.ts';
import { actionGlob, arnFields, glob, resourcePatternFields } from '../iam/match.ts';
import { userQuotas } from '../iam/quotas.ts';
import { freeSid, statementsOf } from '../iam/trust-statements.ts';
import type { PolicyEdit } from '../plan/policy-change.ts';
import { isNamed, listOf, mapStatements, type RawStatement } from './change-trust.ts';
import type { RoleFinding } from './finding.ts';
import { noProposal, type Proposed, propose } from './proposal.ts';
import type { RoleIndex } from './role-index.ts';

/** What a session of a role needs to assume the next one, and to say who it is. */
const chainActions = ['sts:assumerole', 'sts:tagsession', 'sts:setsourceidentity', 'sts:getcalleridentity'];
const isChainAction = (action: string): boolean => chainActions.includes(action.toLowerCase());

/** Characters of all inline policies together. */
const inlineQuota = { role: defaultQuotas.inlineSize, user: userQuotas.inlineSize };

/** sts:AssumeRole on a wildcard becomes sts:AssumeRole on the roles that let the caller in today, which it keeps (A3). */
export function heldToTargets(index: RoleIndex, principal: KnownPrincipal, { policy: name, statement: id }: RoleFinding): Proposed {
  const policy = ownPolicy(principal, name);
  if (typeof policy === 'string') return noProposal(policy);
  const statement = statementOf(policy.document, id);
  if (statement === null) return noProposal('the statement is not found again');
  const actions = listOf(statement.Action);
  const others = actions.filter((action) => !isChainAction(action));
  if (statement.NotAction !== undefined || others.some((action) => actionGlob(action)('sts:assumerole'))) {
    return noProposal('its statement allows sts:AssumeRole by a wildcard beside other actions: list the actions that are needed first');
  }
  const { sure, unsure } = targetsToday(index, principal, statement);
  if (sure.length === 0)
    return noProposal('no scanned role that it may name lets it in today, so that what it is there to assume is not known');
  const exact = { ...withoutResources(statement), Action: actions.filter(isChainAction), Resource: oneOrMany(sure) };
  const rest = { ...statement, Action: others };
  const { document } = policy;
  const narrowed = mapStatements(document, (each, index) =>
    isNamed(each, index, id)
      ? others.length === 0
        ? [exact]
        : [rest, { ...exact, Sid: freeSid(document, `${statement.Sid || 'Assume'}Roles`) }]
      : [each],
  );
  const edits = replacedPolicy(principal, policy, narrowed);
  if (edits === null) return noProposal(`${policy.name} does not fit among the inline policies: write a managed policy by hand`);
  const notes = [
    `It keeps ${sure.join(', ')}.`,
    ...(unsure.length > 0 ? [`Of ${unsure.join(', ')} it is not known whether it may assume them: it loses them.`] : []),
    'Roles of accounts that are not scanned are not among them: add theirs before, where it assumes any.',
  ];
  return propose(`Let ${principal.name} assume ${sure.length === 1 ? 'one role' : `${sure.length} roles`} and no other`, edits, notes);
}

/** The roles that the statement reaches and that let the caller in now; and those of which that is not known. */
function targetsToday(index: RoleIndex, principal: KnownPrincipal, statement: RawStatement) {
  const within = matcherOf(statement);
  const reached = [...index.roles.values()].flatMap(({ role }) => {
    if (role.arn === principal.arn || !within(role.arn)) return [];
    return [{ arn: role.arn, state: index.link(principal, role).state }];
  });
  const of = (...states: string[]) => reached.flatMap(({ arn, state }) => (states.includes(state) ? [arn] : [])).sort();
  return { sure: of('full', 'conditional'), unsure: of('unknown') };
}

function matcherOf({ Resource, NotResource }: RawStatement): (arn: string) => boolean {
  if (NotResource !== undefined) return () => true;
  const patterns = listOf(Resource).map((pattern) => (pattern === '*' ? null : resourcePatternFields(pattern)?.map(glob)));
  return (arn) => {
    const asked = arnFields(arn) ?? [];
    return patterns.some((fields) => fields === null || fields?.every((matches, place) => matches(asked[place] ?? '')));
  };
}

/** The first role of a chain without what needs no chain (E1): the policy goes, or what it has of the chain stays alone. */
export function heldToChain(principal: KnownPrincipal, { policy: name }: RoleFinding): Proposed {
  const policy = ownPolicy(principal, name);
  if (typeof policy === 'string') return noProposal(policy);
  let wild = false;
  const document = mapStatements(policy.document, (statement) => {
    if (statement.Effect !== 'Allow') return [statement];
    const kept = listOf(statement.Action).filter(isChainAction);
    const mixed = listOf(statement.Action).some((action) => !isChainAction(action) && actionGlob(action)('sts:assumerole'));
    wild ||= mixed || statement.NotAction !== undefined;
    return kept.length === 0 ? [] : [{ ...statement, Action: oneOrMany(kept) }];
  });
  if (wild) return noProposal(`${policy.name} allows the chain and more by one wildcard: list what is needed first`);
  const title = `Take what needs no chain from ${principal.name}`;
  if (!statementsIn(document).some(({ Effect }) => Effect === 'Allow')) {
    if (statementsIn(document).length > 0)
      return noProposal(`${policy.name} denies something as well: take its Allow statements away by hand`);
    return propose(
      title,
      [removed(principal, policy)],
      [`${policy.name} has nothing to do with the chain. What used it has to get it from the role that is assumed.`],
    );
  }
  const edits = replacedPolicy(principal, policy, document);
  if (edits === null) return noProposal(`${policy.name} does not fit among the inline policies: write a managed policy by hand`);
  return propose(title, edits, [
    `${policy.name} keeps what the chain needs. What used the rest has to get it from the role that is assumed.`,
  ]);
}

const statementsIn = ({ Statement }: { readonly Statement?: unknown }) => (Array.isArray(Statement) ? (Statement as RawStatement[]) : []);
const oneOrMany = (list: readonly string[]): unknown => (list.length === 1 ? list[0] : list);
const withoutResources = ({ Resource: _, NotResource: __, ...rest }: RawStatement): RawStatement => rest;

type ReadPolicy = KnownPolicy & { document: NonNullable<KnownPolicy['document']> };

/** Inline or attached to the principal itself, since a group's policy is others' too; or why it is none that can be changed. */
function ownPolicy(principal: KnownPrincipal, name: string | null): ReadPolicy | string {
  const [policy, ...others] = policiesOfPrincipal(principal).filter((one) => one.name === name);
  // A finding tells a policy by its name alone, and an inline, a managed and a group's policy may share one.
  if (others.length > 0) return `${principal.name} has several policies called ${name}, and which of them is meant only a person can say`;
  if (policy === undefined || ![...principal.inline, ...principal.attached].includes(policy)) {
    return `${name ?? 'the policy'} comes by a group, whose other members it would change too`;
  }
  const { document } = policy;
  return document === null ? `the text of ${policy.name} could not be read` : { ...policy, document };
}

const statementOf = (document: PolicyDocument, id: string | null): RawStatement | null =>
  statementsOf(document).find((statement, index) => isNamed(statement, index, id)) ?? null;

/** An attached policy may be others' too: it is detached, and an inline one takes its place. null: that does not fit. */
function replacedPolicy(
  principal: KnownPrincipal,
  policy: KnownPolicy,
  document: NonNullable<KnownPolicy['document']>,
): PolicyEdit[] | null {
  const others = principal.inline.filter((one) => policy.arn !== null || one.name !== policy.name);
  const size = [document, ...others.map((one) => one.document ?? {})].reduce((sum, one) => sum + policySize(one), 0);
  if (size > inlineQuota[principal.kind]) return null;
  const policyName = policy.arn === null ? policy.name : freeName(principal, policy.name);
  const put: PolicyEdit = { kind: 'inline-policy', principalArn: principal.arn, policyName, document };
  return policy.arn === null ? [put] : [put, removed(principal, policy)];
}

const removed = ({ arn: principalArn }: KnownPrincipal, { name, arn }: KnownPolicy): PolicyEdit =>
  arn === null
    ? { kind: 'inline-policy', principalArn, policyName: name, document: null }
    : { kind: 'detach-policy', principalArn, policyArn: arn };

/** `wanted`, or with the first number behind it that no inline policy of the principal has. */
export function freeName({ inline }: KnownPrincipal, wanted: string): string {
  const taken = new Set(inline.map(({ name }) => name));
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1) name = `${wanted.slice(0, 120)}-${number}`;
  return name;
}
