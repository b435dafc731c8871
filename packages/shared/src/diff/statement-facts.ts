import type { PolicyDocument } from '../aws/policy-document.ts';
import { statementsOf } from '../iam/trust-statements.ts';
import type { Diff } from '../plan/step.ts';

type Fact = Diff['summary'][number];
type Statement = { readonly [element: string]: unknown };

/**
 * Two versions of a policy → what changed, statement by statement and value by value: `Callers → Principal.AWS: arn:…`. Statements are told
 * by their Sid, those without by their place. Order and one or a list of one are no change.
 */
export function statementFacts(before: PolicyDocument, after: PolicyDocument): Fact[] {
  const [was, will] = [byName(before), byName(after)];
  const gone = [...was].filter(([name]) => !will.has(name)).map(([name, one]) => wholeFact('removed', name, one));
  const changed = [...was].flatMap(([name, one]) => {
    const other = will.get(name);
    return other === undefined ? [] : changesOf(name, one, other);
  });
  const fresh = [...will].filter(([name]) => !was.has(name)).map(([name, one]) => wholeFact('added', name, one));
  return [...gone, ...changed, ...fresh];
}

function byName(document: PolicyDocument): Map<string, Statement> {
  return new Map(
    statementsOf(document).map((one, index) => [typeof one.Sid === 'string' && one.Sid !== '' ? one.Sid : `statement ${index + 1}`, one]),
  );
}

/** `Allow · sts:AssumeRole · arn:… · if ArnLike aws:PrincipalArn arn:…`: a statement without its conditions would read wider than it is. */
function wholeFact(kind: 'added' | 'removed', name: string, statement: Statement): Fact {
  const whose = ['Principal', 'NotPrincipal', 'Resource', 'NotResource'].find((element) => statement[element] !== undefined);
  const what = statement.Action === undefined ? 'NotAction' : 'Action';
  const parts = ['Effect', what, ...(whose === undefined ? [] : [whose])].map((element) => {
    const values = valuesOf(statement[element]).join(', ');
    return element.startsWith('Not') && values !== '' ? `all but ${values}` : values;
  });
  const conditions = [...leavesOf(statement.Condition)].filter(([path]) => path !== '');
  if (conditions.length > 0)
    parts.push(`if ${conditions.map(([path, values]) => `${path.replace('.', ' ')} ${values.join(', ')}`).join(' and ')}`);
  return { kind, path: name, text: parts.filter((part) => part !== '').join(' · ') };
}

function changesOf(name: string, before: Statement, after: Statement): Fact[] {
  const [was, will] = [leavesOf(before), leavesOf(after)];
  const beside = (kind: 'added' | 'removed', one: Map<string, string[]>, other: Map<string, string[]>): Fact[] =>
    [...one].flatMap(([path, values]) =>
      values
        .filter((value) => !(other.get(path) ?? []).includes(value))
        .map((text) => ({ kind, path: path === '' ? name : `${name} → ${path}`, text })),
    );
  return [...beside('removed', was, will), ...beside('added', will, was)];
}

/** Path within a statement → the values that stand there. */
function leavesOf(value: unknown, path: readonly string[] = []): Map<string, string[]> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Map([[path.join('.'), valuesOf(value)]]);
  return new Map(Object.entries(value).flatMap(([key, item]) => [...leavesOf(item, [...path, key])]));
}

function valuesOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String);
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(valuesOf);
  return value === undefined ? [] : [String(value)];
}
