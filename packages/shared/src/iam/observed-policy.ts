import { parseArn } from '../aws/arn.ts';
import type { PolicyCondition, PolicyDocument } from '../aws/policy-document.ts';
import { actionsWithin, lineReach, type Reach, reachOf, resourcesWithin } from './access-row.ts';
import { type AccessSide, boundSide } from './bounds.ts';
import { gainedAccess } from './compare.ts';
import { lintPolicy } from './lint.ts';
import { type Grant, statementsOfGrants } from './observed-statements.ts';
import { narrowingKeys, type SeenOperation } from './seen-operation.ts';

/** Who an access key belongs to, and what that user may do. */
export interface KeyUser {
  keyId: string;
  side: AccessSide;
}

/** A policy of what was seen, and what was seen and is not in it. */
export interface ObservedPolicy {
  /** Null: nothing was seen that could be granted. */
  document: PolicyDocument | null;
  leftOut: { action: string; resource: string | null; why: string }[];
}

/**
 * Seen operations → a policy of exactly these actions on what they were called on, under the user's own conditions and held to what was seen
 * (C8, D-61). Objects of one bucket count as a whole as far as the user's statement reaches: tomorrow's key is another one. A statement
 * that is not proven to stay within what the user may do, or that D-55 blocks, is left out by name. What was denied is not granted.
 */
export function observedPolicy(users: readonly KeyUser[], seen: readonly SeenOperation[]): ObservedPolicy {
  const leftOut: ObservedPolicy['leftOut'] = [];
  const grants = seen.flatMap((operation) => {
    if (operation.denied) return [];
    const result = grantsOf(operation, users.find(({ keyId }) => keyId === operation.keyId)?.side ?? null);
    if ('grants' in result) return result.grants;
    leftOut.push({ action: operation.action, resource: operation.resource, why: result.why });
    return [];
  });
  const statements = statementsOfGrants(grants).filter((statement) => {
    const [block] = lintPolicy(documentOf([statement]), 'identity').filter(({ severity }) => severity === 'block');
    for (const action of block ? statement.Action : []) leftOut.push({ action, resource: null, why: `${block?.message}. ${block?.fix}.` });
    return block === undefined;
  });
  return { document: statements.length > 0 ? documentOf(statements) : null, leftOut };
}

const documentOf = (Statement: readonly object[]): PolicyDocument => ({ Version: '2012-10-17', Statement });

function grantsOf(operation: SeenOperation, side: AccessSide | null): { grants: Grant[] } | { why: string } {
  if (side === null) return { why: 'What the key’s user may do is not known.' };
  const candidates = boundSide(side, 'lower')
    .allows.map(reachOf)
    .flatMap((reach) => candidatesIn(reach, operation));
  if (candidates.length === 0) {
    return { why: 'No policy of the user allows it by itself: a policy of the resource may name the user.' };
  }
  const within = candidates.flatMap((grant) => {
    const exact = operation.resource === null ? [] : [{ ...grant, resource: operation.resource }];
    return [grant, ...exact].find((one) => staysWithin(side, one)) ?? [];
  });
  if (within.length === 0) return { why: 'It is not proven that the user may do it in all cases that the policy would allow.' };
  return { grants: within };
}

/** What one statement of the user's gives for the operation: at most what the statement itself allows. */
function candidatesIn(reach: Reach, operation: SeenOperation): Grant[] {
  const { action } = operation;
  if (!actionsWithin(lineReach({ action, resource: '*' }).actions, reach.actions)) return [];
  const conditions = heldTo(reach.conditions, operation.context);
  return conditions === null ? [] : resourcesFor(reach, operation.resource).map((resource) => ({ action, resource, conditions }));
}

const reachOfResource = (resource: string): Reach['resources'] => lineReach({ action: '*', resource }).resources;

function resourcesFor({ resources }: Reach, seen: string | null): readonly string[] {
  if (seen === null) return resources.kind === 'only' ? resources.texts : [];
  const allowed = (text: string) => resourcesWithin(reachOfResource(text), resources);
  if (!allowed(seen)) return [];
  const bucket = objectsOfBucket(seen);
  if (bucket === null) return [seen];
  if (allowed(bucket)) return [bucket];
  const own = resources.kind === 'only' ? resources.texts : [];
  const narrower = own.find(
    (text) =>
      resourcesWithin(reachOfResource(text), reachOfResource(bucket)) && resourcesWithin(reachOfResource(seen), reachOfResource(text)),
  );
  return [narrower ?? seen];
}

/** `arn:aws:s3:::bucket/key` → all objects of the bucket; null for any other resource. */
function objectsOfBucket(text: string): string | null {
  const arn = parseArn(text);
  if (arn?.service !== 's3' || arn.region !== '' || !arn.resource.includes('/')) return null;
  return `arn:${arn.partition}:s3:::${arn.resource.slice(0, arn.resource.indexOf('/'))}/*`;
}

/** The statement's conditions, and the values seen. Null: none of these values passes the statement, so that it did not allow the calls. */
function heldTo(conditions: readonly PolicyCondition[], context: SeenOperation['context']): PolicyCondition[] | null {
  let held = [...conditions];
  for (const key of narrowingKeys) {
    const isSame = (one: PolicyCondition) => one.operator.toLowerCase() === 'stringequals' && one.key.toLowerCase() === key.toLowerCase();
    const written = held.find(isSame);
    const values = context[key]?.filter((value) => written === undefined || written.values.includes(value));
    if (values === undefined) continue;
    if (values.length === 0) return null;
    held = [...held.filter((one) => !isSame(one)), { operator: 'StringEquals', key, values: values.toSorted() }];
  }
  return held;
}

/** Proven for a role in the user's place: what it would grant, the user may do. */
function staysWithin(side: AccessSide, grant: Grant): boolean {
  const role = { kind: 'role', arn: side.subject.arn.replace(':user/', ':role/') } as const;
  const document = documentOf(statementsOfGrants([grant]));
  return gainedAccess(side, { subject: role, policies: [{ name: 'observed', document }] }).every((row) => row.verdict === 'covered');
}
