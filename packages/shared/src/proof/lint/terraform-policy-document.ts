import type { HclBlock, HclBody } from './hcl-syntax.ts';
import { type HclValues, policyText } from './hcl-values.ts';
import { type Entry, itemsOf, type Located, textOf } from './located.ts';

/** Attributes of a `statement` block → elements of a statement. */
const elements: Record<string, string> = {
  sid: 'Sid',
  effect: 'Effect',
  actions: 'Action',
  not_actions: 'NotAction',
  resources: 'Resource',
  not_resources: 'NotResource',
};

/**
 * `data "aws_iam_policy_document"` → the policy it makes, each element with its line; and what of it could not be read.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */
export function policyOfDataSource(block: HclBlock, values: HclValues): { document: Located; unread: { line: number; text: string }[] } {
  const statements = block.body.blocks.filter(({ type }) => type === 'statement');
  const others = [
    ...block.body.blocks
      .filter(({ type }) => type !== 'statement')
      .map(({ line, type, labels }) => ({ line, text: [type, ...labels].join(' ') })),
    ...block.body.attributes.filter(({ name }) => /_json$|_documents$/.test(name)).map(({ line, name }) => ({ line, text: name })),
  ];
  const place = { line: block.line, endLine: block.endLine };
  const version: Located = { kind: 'scalar', value: '2012-10-17', ...place };
  return {
    document: {
      kind: 'map',
      entries: [
        { key: 'Version', line: block.line, value: version },
        { key: 'Statement', line: block.line, value: { kind: 'list', items: statements.map((one) => statementOf(one, values)), ...place } },
      ],
      ...place,
    },
    unread: others,
  };
}

function statementOf({ body, line, endLine }: HclBlock, values: HclValues): Located {
  const own = body.attributes.flatMap(({ name, line: at, value }): Entry[] => {
    const key = elements[name];
    return key === undefined ? [] : [{ key, line: at, value: withVariables(values.value(value)) }];
  });
  const effect: Entry = { key: 'Effect', line, value: { kind: 'scalar', value: 'Allow', line, endLine: line } };
  return {
    kind: 'map',
    entries: [
      ...(own.some(({ key }) => key === 'Effect') ? [] : [effect]),
      ...own,
      ...principals(body, 'principals', 'Principal', values),
      ...principals(body, 'not_principals', 'NotPrincipal', values),
      ...conditions(body, values),
    ],
    line,
    endLine,
  };
}

function principals(body: HclBody, type: string, key: string, values: HclValues): Entry[] {
  const blocks = body.blocks.filter((block) => block.type === type);
  const [first] = blocks;
  if (first === undefined) return [];
  const byType = new Map<string, Located[]>();
  for (const block of blocks) {
    const name = textOf(attribute(block.body, 'type', values)) ?? 'AWS';
    byType.set(name, [...(byType.get(name) ?? []), ...itemsOf(attribute(block.body, 'identifiers', values))]);
  }
  const place = { line: first.line, endLine: blocks.at(-1)?.endLine ?? first.endLine };
  // `*` of type `*` is everybody, without a type.
  if (byType.has('*')) return [{ key, line: first.line, value: { kind: 'scalar', value: '*', ...place } }];
  const entries = [...byType].map(([name, items]): Entry => ({ key: name, line: first.line, value: { kind: 'list', items, ...place } }));
  return [{ key, line: first.line, value: { kind: 'map', entries, ...place } }];
}

function conditions(body: HclBody, values: HclValues): Entry[] {
  const blocks = body.blocks.filter(({ type }) => type === 'condition');
  const [first] = blocks;
  if (first === undefined) return [];
  const byOperator = new Map<string, Entry[]>();
  for (const block of blocks) {
    const operator = textOf(attribute(block.body, 'test', values)) ?? '';
    const key = policyText(textOf(attribute(block.body, 'variable', values)) ?? '');
    const value = attribute(block.body, 'values', values);
    if (value !== undefined)
      byOperator.set(operator, [...(byOperator.get(operator) ?? []), { key, line: block.line, value: withVariables(value) }]);
  }
  const place = { line: first.line, endLine: blocks.at(-1)?.endLine ?? first.endLine };
  const entries = [...byOperator].map(
    ([operator, tests]): Entry => ({ key: operator, line: first.line, value: { kind: 'map', entries: tests, ...place } }),
  );
  return [{ key: 'Condition', line: first.line, value: { kind: 'map', entries, ...place } }];
}

function attribute(body: HclBody, name: string, values: HclValues): Located | undefined {
  const found = body.attributes.find((one) => one.name === name);
  return found && values.value(found.value);
}

function withVariables(value: Located): Located {
  if (value.kind === 'list') return { ...value, items: value.items.map(withVariables) };
  return value.kind === 'scalar' && typeof value.value === 'string' ? { ...value, value: policyText(value.value) } : value;
}
