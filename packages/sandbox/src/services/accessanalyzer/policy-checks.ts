import { actionGlob } from '@rolewright/shared/iam/match.ts';
import type { IssueCode } from './findings.ts';
import type { JsonPath } from './json-spans.ts';

export type CheckedKind = 'identity' | 'trust' | 'resource';

/** What a check found, and where in the document. */
export interface Found {
  code: IssueCode;
  path: JsonPath;
}

type Raw = Record<string, unknown>;

const documentElements = ['Version', 'Id', 'Statement'];
const statementElements = ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];
const pairs = [
  ['Action', 'NotAction'],
  ['Resource', 'NotResource'],
  ['Principal', 'NotPrincipal'],
] as const;

/**
 * What Access Analyzer finds in a document: of its more than a hundred checks those of grammar that need no catalogue of actions and
 * resources, and the security warnings about iam:PassRole and NotPrincipal. Source: IAM access-analyzer-reference-policy-checks.
 */
export function checkPolicy(document: unknown, kind: CheckedKind): Found[] {
  if (!isObject(document)) return [{ code: 'DATA_TYPE_MISMATCH', path: [] }];
  const found = unknownElements(document, documentElements, []);
  const { Version, Statement } = document;
  if (Version === undefined) found.push({ code: 'MISSING_VERSION', path: [] });
  else if (Version !== '2012-10-17' && Version !== '2008-10-17') found.push({ code: 'INVALID_VERSION', path: ['Version'] });
  if (Statement === undefined) return [...found, { code: 'MISSING_STATEMENT', path: [] }];
  const listed = Array.isArray(Statement);
  const statements: unknown[] = listed ? Statement : [Statement];
  const sids = new Set<unknown>();
  statements.forEach((statement, index) => {
    const path: JsonPath = listed ? ['Statement', index] : ['Statement'];
    if (!isObject(statement)) {
      found.push({ code: 'DATA_TYPE_MISMATCH', path });
      return;
    }
    if (statement.Sid !== undefined && statement.Sid !== '' && sids.has(statement.Sid)) {
      found.push({ code: 'UNIQUE_SIDS_REQUIRED', path: [...path, 'Sid'] });
    }
    sids.add(statement.Sid);
    found.push(...grammarOf(statement, path, kind), ...arnsOf(statement, path), ...warningsOf(statement, path));
  });
  return found;
}

function grammarOf(statement: Raw, path: JsonPath, kind: CheckedKind): Found[] {
  const found = unknownElements(statement, statementElements, path);
  const has = (element: string) => statement[element] !== undefined;
  const add = (code: IssueCode, element?: string) => found.push({ code, path: element === undefined ? path : [...path, element] });
  if (!has('Effect')) add('MISSING_EFFECT');
  else if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') add('INVALID_EFFECT', 'Effect');
  if (!has('Action') && !has('NotAction')) add('MISSING_ACTION');
  for (const [one, other] of pairs) if (has(one) && has(other)) add('UNSUPPORTED_ELEMENT_COMBINATION', other);
  const principal = ['Principal', 'NotPrincipal'].find(has);
  const resource = ['Resource', 'NotResource'].find(has);
  if (kind === 'identity' && principal !== undefined) add('UNSUPPORTED_PRINCIPAL', principal);
  if (kind !== 'identity' && principal === undefined) add('MISSING_PRINCIPAL');
  if (kind === 'trust' && resource !== undefined) add('ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE', resource);
  if (kind !== 'trust' && resource === undefined) add('MISSING_RESOURCE');
  if (statement.Sid === '') add('EMPTY_SID_VALUE', 'Sid');
  for (const [operator, tests] of Object.entries(isObject(statement.Condition) ? statement.Condition : {})) {
    for (const key of Object.keys(isObject(tests) ? tests : {})) {
      if (!key.includes(':')) found.push({ code: 'INVALID_CONDITION_KEY_FORMAT', path: [...path, 'Condition', operator, key] });
    }
  }
  return found;
}

function arnsOf(statement: Raw, path: JsonPath): Found[] {
  return ['Resource', 'NotResource'].flatMap((element) =>
    textsAt(statement[element], [...path, element]).flatMap(({ text, at }): Found[] => {
      if (/^\*+$/.test(text)) return [];
      if (!/^(arn|[*?]+)/.test(text)) return [{ code: 'INVALID_ARN_PREFIX', path: at }];
      return text.split(':').length < 6 && !/[*?]/.test(text.split(':').at(-1) ?? '') ? [{ code: 'MISSING_ARN_FIELD', path: at }] : [];
    }),
  );
}

function warningsOf(statement: Raw, path: JsonPath): Found[] {
  if (statement.Effect !== 'Allow') return [];
  const found: Found[] = [];
  if (statement.NotPrincipal !== undefined) found.push({ code: 'ALLOW_WITH_NOT_PRINCIPAL', path: [...path, 'NotPrincipal'] });
  const passing = textsAt(statement.Action, [...path, 'Action']).find(({ text }) => actionGlob(text)('iam:passrole'));
  // `role/*` as well: AWS warns of any wildcard in the resource that stands for many roles.
  const anyRole = textsAt(statement.Resource, [...path, 'Resource']).find(({ text }) => text === '*' || /:role\/\*$/.test(text));
  if (passing === undefined || anyRole === undefined || namesService(statement.Condition)) return found;
  const code = passing.text.includes('*') ? 'PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE' : 'PASS_ROLE_WITH_STAR_IN_RESOURCE';
  return [...found, { code, path: anyRole.at }];
}

const namesService = (condition: unknown): boolean =>
  Object.values(isObject(condition) ? condition : {}).some((tests) =>
    Object.keys(isObject(tests) ? tests : {}).some((key) => key.toLowerCase() === 'iam:passedtoservice'),
  );

/** One text or a list of them, each with its path. */
function textsAt(value: unknown, path: JsonPath): { text: string; at: JsonPath }[] {
  if (typeof value === 'string') return [{ text: value, at: path }];
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown, index) => (typeof item === 'string' ? [{ text: item, at: [...path, index] }] : []));
}

function unknownElements(value: Raw, known: readonly string[], path: JsonPath): Found[] {
  return Object.keys(value).flatMap((name): Found[] =>
    known.includes(name) ? [] : [{ code: 'INVALID_POLICY_ELEMENT', path: [...path, name] }],
  );
}

function isObject(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
