import type { PolicyCondition } from '../aws/policy-document.ts';
import { resourceSet, resourceWithin } from './pattern-set.ts';

/** One action on one resource under conditions. */
export interface Grant {
  action: string;
  resource: string;
  conditions: readonly PolicyCondition[];
}

/** A statement as it is written down. */
export interface WrittenStatement {
  Sid: string;
  Effect: 'Allow';
  Action: string[];
  Resource: string[];
  Condition?: Record<string, Record<string, readonly string[]>>;
}

type Unnamed = Omit<WrittenStatement, 'Sid'>;

/**
 * Grants → as few statements as say the same: one per service, set of resources and conditions. Sorted, so that the same grants are the same
 * document whatever their order was; a grant that another one holds already is left out.
 */
export function statementsOfGrants(grants: readonly Grant[]): WrittenStatement[] {
  const byAction = new Map<string, { service: string; action: string; resources: Set<string>; condition: WrittenStatement['Condition'] }>();
  for (const { action, resource, conditions } of withoutHeld(grants)) {
    const condition = conditionOf(conditions);
    const key = `${action}|${JSON.stringify(condition)}`;
    const group = byAction.get(key) ?? { service: action.split(':')[0] ?? '', action, resources: new Set<string>(), condition };
    group.resources.add(resource);
    byAction.set(key, group);
  }
  const statements = new Map<string, Unnamed>();
  for (const { service, action, resources, condition } of byAction.values()) {
    const Resource = [...resources].toSorted();
    const key = JSON.stringify([service, Resource, condition]);
    const statement: Unnamed = statements.get(key) ?? { Effect: 'Allow', Action: [], Resource, ...(condition && { Condition: condition }) };
    statement.Action.push(action);
    statement.Action.sort();
    statements.set(key, statement);
  }
  const taken = new Set<string>();
  return [...statements.entries()]
    .toSorted(([, a], [, b]) => compare(textOf(a), textOf(b)))
    .map(([, statement]) => ({ Sid: freeSid(sidOf(statement.Action), taken), ...statement }));
}

function withoutHeld(grants: readonly Grant[]): Grant[] {
  const texts = grants.map(({ conditions }) => conditions.map((one) => JSON.stringify(one)));
  const holds = (one: number, other: number) =>
    grants[one]?.action === grants[other]?.action &&
    resourceWithin(resourceSet(grants[other]?.resource ?? '', true), resourceSet(grants[one]?.resource ?? '', true)) &&
    (texts[one] ?? []).every((text) => texts[other]?.includes(text));
  return grants.filter(
    (_, mine) => !grants.some((_, theirs) => theirs !== mine && holds(theirs, mine) && (theirs < mine || !holds(mine, theirs))),
  );
}

function conditionOf(conditions: readonly PolicyCondition[]): WrittenStatement['Condition'] {
  if (conditions.length === 0) return undefined;
  const block: Record<string, Record<string, readonly string[]>> = {};
  const sorted = conditions.toSorted((a, b) => compare(`${a.operator} ${a.key}`, `${b.operator} ${b.key}`));
  for (const { operator, key, values } of sorted) block[operator] = { ...block[operator], [key]: values };
  return block;
}

/** `CloudwatchPutMetricData`, `S3GetObjectAndPutObject`; more than two actions: `SqsSeenActions`. Letters and digits only, as AWS wants it. */
function sidOf(actions: readonly string[]): string {
  const [service = ''] = (actions[0] ?? '').split(':');
  const names = actions.map((action) => action.slice(service.length + 1));
  const title = service.charAt(0).toUpperCase() + service.slice(1);
  return `${title}${names.length > 2 ? 'SeenActions' : names.join('And')}`.replace(/[^A-Za-z0-9]/g, '');
}

function freeSid(sid: string, taken: Set<string>): string {
  let free = sid;
  for (let next = 2; taken.has(free); next += 1) free = `${sid}Part${next}`;
  taken.add(free);
  return free;
}

const textOf = ({ Action, Resource, Condition }: Unnamed): string => JSON.stringify([Action, Resource, Condition]);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
