import { parseArn } from '../aws/arn.ts';
import type { PolicyCondition, PolicyDocument } from '../aws/policy-document.ts';
import { type Reach, reachesMeet, reachOf } from './access-row.ts';
import { type BoundSide, documentsOf } from './bounds.ts';
import { operatorNameOf } from './condition.ts';
import { evaluate } from './evaluate.ts';
import { actionGlob, resourcePatternFields } from './match.ts';
import { instantOf } from './operators.ts';
import { resourceSet, resourcesMeet } from './pattern-set.ts';
import type { AccessRequest, RequestPrincipal } from './request.ts';
import { variablesIn } from './variables.ts';

/** A request that one side allows and the other does not; it need not be one that AWS has a use for. */
export interface Witness {
  action: string;
  resource: string;
  context: Record<string, string | string[]>;
}

/** Documents of one side for the evaluator, made once per comparison. */
export interface Judge {
  side: BoundSide;
  documents: { identity: PolicyDocument; boundary?: PolicyDocument };
}

export const judgeOf = (side: BoundSide): Judge => ({ side, documents: documentsOf(side) });

/** Does the side allow the request, going by identity policies and boundary? */
export function sideAllows({ documents }: Judge, { action, resource, context }: Witness): boolean {
  const request: AccessRequest = { principal: anybody, action, resource, resourceAccountId: anybody.accountId, context };
  const { identity, boundary } = documents;
  const policies = { identity: [{ name: 'policies', document: identity }], scps: [] };
  // Roles and keys need their own policy as well; one that names the account leaves the decision to this side.
  const resourcePolicy = { Statement: { Effect: 'Allow', Principal: { AWS: anybody.accountId }, Action: '*', Resource: '*' } };
  return evaluate(request, { ...policies, resource: resourcePolicy, ...(boundary && { boundary }) }).verdict === 'allowed';
}

/**
 * A request of the row that the inner side allows for certain (`inner` is a lower bound) and the outer side does not, whatever is
 * undecided (`outer` is an upper bound); null when none was found among those tried: fillings of the row's wildcards, and what the
 * outer's denies and boundary name within the row.
 */
export function findWitness(row: Reach, inner: Judge, outer: Judge): Witness | null {
  const theirs = [...outer.side.denies, ...outer.side.allows, ...(outer.side.boundary ?? [])];
  const near = [...theirs, ...(inner.side.boundary ?? [])].map(reachOf).filter((reach) => reachesMeet(reach, row));
  const mine = inner.side.allows.map(reachOf).flatMap((reach) => reach.actions.texts);
  const actions = actionCandidates(row, [...near.flatMap((reach) => reach.actions.texts), ...mine]);
  const contexts = [row.conditions, ...near.map((reach) => [...row.conditions, ...reach.conditions])].map(contextFor);
  for (const { key, values, operator } of near.flatMap((reach) => reach.conditions)) {
    // The very value that a negated operator of the other side excludes.
    if (/not/i.test(operator) && values[0] !== undefined) contexts.push({ ...contextFor(row.conditions), [key]: values[0] });
  }
  let tries = 0;
  for (const action of actions) {
    const resources = resourceCandidates(row, near, action);
    for (const resource of resources) {
      for (const context of contexts) {
        if (++tries > tryLimit) return null;
        const witness = { action, resource, context: { ...variableContext(row), ...context } };
        if (sideAllows(inner, witness) && !sideAllows(outer, witness)) return witness;
      }
    }
  }
  return null;
}

const tryLimit = 2000;
const anybody = { arn: 'arn:aws:iam::123456789012:user/somebody', kind: 'user', accountId: '123456789012' } satisfies RequestPrincipal;

/** Names that stand in either side's policies first, so that the example is likely an action that exists. */
function actionCandidates(row: Reach, known: readonly string[]): string[] {
  const filled = row.actions.kind === 'only' ? row.actions.texts.map(fillAction) : ['example:Example'];
  const matches = row.actions.texts.map(actionGlob);
  const belongs = (action: string) => matches.some((match) => match(action.toLowerCase())) === (row.actions.kind === 'only');
  return [...new Set([...known.map(fillAction).filter(belongs), ...filled])].slice(0, 40);
}

const fillAction = (pattern: string): string =>
  pattern === '*'
    ? 'example:Example'
    : pattern
        .replace(/\*+$/, pattern.endsWith(':*') ? 'Example' : '')
        .replace(/\*/g, 'Example')
        .replace(/\?/g, 'X');

/**
 * The row's own resource, what the other side names within it, and neighbours of that. For `*` an ARN of the action's service is made up
 * only when the other side names none: else its form would be wrong more often than right.
 */
function resourceCandidates(row: Reach, near: readonly Reach[], action: string): string[] {
  const service = action.split(':')[0] ?? '';
  const own = row.resources.kind === 'only' ? row.resources.texts.filter((text) => text !== '*') : [];
  const named = near.flatMap((reach) => reach.resources.texts).filter((text) => text.split(':')[2] === service);
  const anything = own.length === 0;
  const general = anything && named.length === 0 ? madeUp(service, action) : [];
  const noResource = anything && row.actions.texts.some((text) => /[*?]/.test(text)) ? ['*'] : [];
  const filled = [...own, ...named].flatMap((text) => [fillResource(text, 'example'), fillResource(text, '')]);
  const beside = (anything ? named : []).flatMap(neighbour);
  const belongs = (text: string) => text === '*' || (parseArn(text) !== null && (anything || own.some((pattern) => within(text, pattern))));
  return [...new Set([...filled, ...beside, ...general, ...noResource])].filter(belongs).slice(0, 60);
}

/** Of sts actions that have a resource it is a role. */
const madeUp = (service: string, action: string): string[] =>
  /^sts:(assumerole|tagsession|setsourceidentity)/i.test(action)
    ? [`arn:aws:iam::${anybody.accountId}:role/example`]
    : [`arn:aws:${service}:us-east-1:${anybody.accountId}:example`, `arn:aws:${service}:::example`];

const within = (arn: string, pattern: string): boolean => resourcesMeet(resourceSet(arn, false), resourceSet(pattern, true));

/** Another resource of the same kind: `role/app` → `role/example`. S3 writes no kind before its buckets. */
function neighbour(pattern: string): string[] {
  const fields = fillResource(pattern, 'example').split(':');
  const resource = fields.slice(5).join(':');
  if (pattern.endsWith(':*')) return [];
  const kind = /^[^/:]+[/:]/.exec(resource)?.[0] ?? '';
  return [[...fields.slice(0, 5), fields[2] === 's3' ? 'example/example' : `${kind}example`].join(':')];
}

function fillResource(pattern: string, text: string): string {
  const fields = resourcePatternFields(pattern);
  if (fields === null) return pattern;
  const defaults = ['arn', 'aws', 's3', 'us-east-1', anybody.accountId];
  const head = fields.slice(0, 5).map((field, index) => (/[*?]/.test(field) ? (defaults[index] ?? '') : field));
  const last = (fields[5] ?? '')
    .replace(/\$\{([*?$])\}/g, (_, character: string) => placeholders[character] ?? '')
    .replace(/\$\{[^}]*\}/g, 'example')
    .replace(/\*/g, text)
    .replace(/\?/g, 'x');
  return [...head, withWildcards(last)].join(':');
}

/** Escaped wildcards are kept apart while the others are filled. */
const placeholders: Record<string, string> = { '*': '\u0001', '?': '\u0002', $: '\u0003' };
const withWildcards = (text: string): string => text.replaceAll('\u0001', '*').replaceAll('\u0002', '?').replaceAll('\u0003', '$');

/** Variables that stay in the row's resources, each with the value that `fillResource` gives them. */
function variableContext(row: Reach): Record<string, string> {
  return Object.fromEntries(row.resources.texts.flatMap(variablesIn).map(({ variable }) => [variable, 'example']));
}

/** Values for which the conditions hold, as far as one value per key can. */
function contextFor(conditions: readonly PolicyCondition[]): Record<string, string> {
  const context: Record<string, string> = {};
  for (const condition of conditions) {
    const value = valueFor(condition);
    if (value !== null && context[condition.key] === undefined) context[condition.key] = value;
  }
  return context;
}

function valueFor({ operator, values }: PolicyCondition): string | null {
  const base = operatorNameOf(operator)?.base ?? '';
  const [first = ''] = values;
  if (base === 'null') return first.toLowerCase() === 'false' ? 'example' : null;
  if (base.includes('not'))
    return base === 'notipaddress' ? '192.0.2.1' : base.startsWith('arn') ? 'arn:aws:example:::other' : 'something-else';
  if (base === 'ipaddress') return first.split('/')[0] ?? null;
  if (base === 'stringlike' || base === 'arnlike' || base === 'arnequals') return first.replace(/\*/g, 'example').replace(/\?/g, 'x');
  const step = base.includes('lessthan') ? -1 : base.includes('greaterthan') ? 1 : 0;
  if (base.startsWith('numeric') && step !== 0) return String(Number(first) + step);
  const instant = base.startsWith('date') ? instantOf(first) : null;
  return instant !== null && step !== 0 ? new Date(instant + step * 1000).toISOString() : first;
}
