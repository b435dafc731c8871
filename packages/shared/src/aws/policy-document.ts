/** A policy as AWS stores it: parsed JSON, before normalising. Keep the object to keep what `iam/evaluate.ts` has compiled of it. */
export type PolicyDocument = { readonly [element: string]: unknown };

/** `Principal` or `NotPrincipal`: everybody, or lists by type (`AWS`, `Service`, `Federated`, `CanonicalUser`). */
export type Principals = '*' | Readonly<Record<string, readonly string[]>>;

/** One test of a Condition block: `StringEquals` · `aws:SourceAccount` · its values. */
export interface PolicyCondition {
  operator: string;
  key: string;
  values: readonly string[];
}

/** A statement with every "one or many" made into a list; an element that is absent is null. */
export interface PolicyStatement {
  sid: string | null;
  /** Place in the document, from 0. */
  index: number;
  /** The Sid, else the index: how findings and verdicts name the statement. */
  id: string;
  effect: 'Allow' | 'Deny';
  principals: Principals | null;
  notPrincipals: Principals | null;
  actions: readonly string[] | null;
  notActions: readonly string[] | null;
  resources: readonly string[] | null;
  notResources: readonly string[] | null;
  conditions: readonly PolicyCondition[];
}

/** A policy whose shape is known. Without `Version` AWS reads it as 2008-10-17, which has no policy variables. */
export interface NormalPolicy {
  version: '2008-10-17' | '2012-10-17';
  id: string | null;
  statements: readonly PolicyStatement[];
}

/** The document is not a policy. The message is written as AWS writes it under MalformedPolicyDocument. */
export class MalformedPolicyDocument extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MalformedPolicyDocument';
  }
}

/** JSON text → document; throws MalformedPolicyDocument when it is not JSON or not an object. */
export function parsePolicy(text: string): PolicyDocument {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new MalformedPolicyDocument('This policy contains invalid Json');
  }
  if (!isObject(value)) throw new MalformedPolicyDocument('Syntax errors in policy.');
  return value;
}

/**
 * Document → normal form, so that nobody else cares whether AWS was given a string or a list. Throws MalformedPolicyDocument for
 * anything that is not the grammar's shape (IAM reference_policies_grammar); whether the contents make sense is `policy-grammar.ts`.
 */
export function normalisePolicy(document: PolicyDocument): NormalPolicy {
  const version = document.Version ?? '2008-10-17';
  if (version !== '2008-10-17' && version !== '2012-10-17') {
    throw new MalformedPolicyDocument('Policy document must be version 2012-10-17 or greater.');
  }
  const id = document.Id ?? null;
  if (id !== null && typeof id !== 'string') throw new MalformedPolicyDocument('Syntax errors in policy.');
  const statements = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  if (document.Statement === undefined) throw new MalformedPolicyDocument('Missing required field Statement');
  return { version, id, statements: statements.map(normaliseStatement) };
}

/** Characters as AWS counts them against its quotas: white space is left out (D-41, IAM reference_iam-quotas). Text is counted as given. */
export const policySize = (document: PolicyDocument | string): number =>
  (typeof document === 'string' ? document : JSON.stringify(document)).replace(/\s/g, '').length;

function normaliseStatement(value: unknown, index: number): PolicyStatement {
  if (!isObject(value)) throw new MalformedPolicyDocument('Syntax errors in policy.');
  const { Sid: sid = null, Effect: effect } = value;
  if (sid !== null && typeof sid !== 'string') throw new MalformedPolicyDocument('Syntax errors in policy.');
  if (effect === undefined) throw new MalformedPolicyDocument('Missing required field Effect');
  if (effect !== 'Allow' && effect !== 'Deny') throw new MalformedPolicyDocument(`Invalid effect: ${String(effect)}`);
  return {
    sid,
    index,
    id: sid === null || sid === '' ? String(index) : sid,
    effect,
    principals: principalsOf(value.Principal),
    notPrincipals: principalsOf(value.NotPrincipal),
    actions: stringsOf(value.Action, 'Action'),
    notActions: stringsOf(value.NotAction, 'NotAction'),
    resources: stringsOf(value.Resource, 'Resource'),
    notResources: stringsOf(value.NotResource, 'NotResource'),
    conditions: conditionsOf(value.Condition),
  };
}

function principalsOf(value: unknown): Principals | null {
  if (value === undefined) return null;
  if (value === '*') return '*';
  if (!isObject(value)) throw new MalformedPolicyDocument(`Invalid principal in policy: ${JSON.stringify(value)}`);
  return Object.fromEntries(Object.entries(value).map(([type, list]) => [type, stringsOf(list, type) ?? []]));
}

function conditionsOf(value: unknown): PolicyCondition[] {
  if (value === undefined) return [];
  if (!isObject(value)) throw new MalformedPolicyDocument('Syntax errors in policy.');
  return Object.entries(value).flatMap(([operator, tests]) => {
    if (!isObject(tests)) throw new MalformedPolicyDocument('Syntax errors in policy.');
    return Object.entries(tests).map(([key, list]) => ({ operator, key, values: stringsOf(list, 'Condition') ?? [] }));
  });
}

/** Quotation marks are optional for numbers and Booleans (grammar page), so `true` and 3600 are the strings of the same looks. */
function stringsOf(value: unknown, element: string): string[] | null {
  if (value === undefined) return null;
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    if (typeof item === 'string') return item;
    if (element === 'Condition' && (typeof item === 'number' || typeof item === 'boolean')) return String(item);
    throw new MalformedPolicyDocument('Syntax errors in policy.');
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
