import type { PolicyCondition, PolicyStatement } from '../aws/policy-document.ts';
import type { BoundStatement } from './bounds.ts';
import {
  type ResourceSet,
  resourceSet,
  resourcesMeet,
  resourceWithin,
  type Tokens,
  tokensMeet,
  tokensOf,
  tokensWithin,
} from './pattern-set.ts';

/** Patterns that are meant (`only`), or those that are not (`except`, from NotAction and NotResource). */
export interface Patterns<T> {
  kind: 'only' | 'except';
  texts: readonly string[];
  sets: readonly T[];
}

/** What a statement reaches: its actions, its resources, its conditions. Variables are as in Version 2012-10-17. */
export interface Reach {
  policy: string;
  statement: string;
  actions: Patterns<Tokens>;
  resources: Patterns<ResourceSet>;
  conditions: readonly PolicyCondition[];
}

/** Statement → its reach as a whole. */
export function reachOf({ policy, statement }: BoundStatement): Reach {
  return {
    policy,
    statement: statement.id,
    actions: actionPatterns(statement.notActions ? 'except' : 'only', statement.actions ?? statement.notActions ?? []),
    resources: resourcePatterns(statement),
    conditions: statement.conditions,
  };
}

/** Statement → one row per action and resource; a list of exceptions stays one row. */
export function rowsOf(bound: BoundStatement): Reach[] {
  const whole = reachOf(bound);
  const actions = whole.actions.kind === 'except' ? [whole.actions] : whole.actions.texts.map((text) => actionPatterns('only', [text]));
  return actions.flatMap((action) => {
    if (whole.resources.kind === 'except') return [{ ...whole, actions: action }];
    return whole.resources.texts.map((text) => ({
      ...whole,
      actions: action,
      resources: resourcePatterns({ resources: [text], notResources: null }),
    }));
  });
}

/** An action and a resource as a row tells them (`patternsText`). */
export interface PolicyLine {
  action: string;
  resource: string;
}

/** Row as it is told → its reach, without conditions. */
export function lineReach({ action, resource }: PolicyLine): Reach {
  const [actions, resources] = [listOf(action), listOf(resource)];
  return {
    policy: '',
    statement: '',
    actions: actionPatterns(actions.kind, actions.texts),
    resources: resourcePatterns(
      resources.kind === 'except' ? { resources: null, notResources: resources.texts } : { resources: resources.texts, notResources: null },
    ),
    conditions: [],
  };
}

const listOf = (text: string): Pick<Patterns<never>, 'kind' | 'texts'> =>
  text.startsWith(allBut) ? { kind: 'except', texts: text.slice(allBut.length).split(', ') } : { kind: 'only', texts: [text] };

/** Every action of the inner among those of the outer? Never says so wrongly. */
export const actionsWithin = (inner: Patterns<Tokens>, outer: Patterns<Tokens>): boolean =>
  within(inner, outer, tokensWithin, tokensMeet, isAny);

/** Every resource of the inner among those of the outer? Never says so wrongly. */
export const resourcesWithin = (inner: Patterns<ResourceSet>, outer: Patterns<ResourceSet>): boolean =>
  within(inner, outer, resourceWithin, resourcesMeet, (set) => set.kind === 'all');

/** May both reach one request, going by action and resource alone? "No" is certain. */
export function reachesMeet(left: Reach, right: Reach): boolean {
  return (
    meet(left.actions, right.actions, tokensWithin, tokensMeet) && meet(left.resources, right.resources, resourceWithin, resourcesMeet)
  );
}

const allBut = 'all but ';

/** `s3:Get*`, or "all but iam:*". */
export const patternsText = (patterns: Patterns<unknown>): string =>
  `${patterns.kind === 'except' ? allBut : ''}${patterns.texts.join(', ')}`;

function actionPatterns(kind: 'only' | 'except', texts: readonly string[]): Patterns<Tokens> {
  return { kind, texts, sets: texts.map((text) => tokensOf(text.toLowerCase(), false)) };
}

function resourcePatterns({ resources, notResources }: Pick<PolicyStatement, 'resources' | 'notResources'>): Patterns<ResourceSet> {
  const texts = resources ?? notResources ?? ['*'];
  return { kind: notResources ? 'except' : 'only', texts, sets: texts.map((text) => resourceSet(text, true)) };
}

const isAny = (tokens: Tokens): boolean => tokens.length === 1 && tokens[0] === 'ANY';

type Within<T> = (inner: T, outer: T) => boolean;

function within<T>(inner: Patterns<T>, outer: Patterns<T>, isWithin: Within<T>, mayMeet: Within<T>, isAll: (set: T) => boolean): boolean {
  if (outer.kind === 'only') {
    if (outer.sets.some(isAll)) return true;
    return inner.kind === 'only' && inner.sets.every((one) => outer.sets.some((other) => isWithin(one, other)));
  }
  if (inner.kind === 'only') return inner.sets.every((one) => !outer.sets.some((other) => mayMeet(one, other)));
  return outer.sets.every((other) => inner.sets.some((one) => isWithin(other, one)));
}

/** Two lists of exceptions always leave something in common. */
function meet<T>(left: Patterns<T>, right: Patterns<T>, isWithin: Within<T>, mayMeet: Within<T>): boolean {
  if (left.kind === 'except' && right.kind === 'except') return true;
  if (left.kind === 'except') return meet(right, left, isWithin, mayMeet);
  if (right.kind === 'only') return left.sets.some((one) => right.sets.some((other) => mayMeet(one, other)));
  return left.sets.some((one) => !right.sets.some((other) => isWithin(one, other)));
}
