import { type Entry, type Located, TextProblem } from '@rolewright/shared/proof/lint/located.ts';
import { type CollectionTag, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type ScalarTag } from 'yaml';

/** CloudFormation's short functions; each may stand before a text, a list or a map. */
const short = [
  'Ref',
  'Sub',
  'GetAtt',
  'Join',
  'If',
  'Select',
  'Split',
  'ImportValue',
  'FindInMap',
  'Base64',
  'Cidr',
  'GetAZs',
  'Transform',
  'Condition',
  'Equals',
  'And',
  'Or',
  'Not',
];
const tags: (ScalarTag | CollectionTag)[] = short.flatMap((name) => [
  { tag: `!${name}`, resolve: (text: string) => text },
  { tag: `!${name}`, collection: 'seq' as const },
  { tag: `!${name}`, collection: 'map' as const },
]);

/** YAML text → values with their lines, `!Sub` and its like as `Fn::Sub`; what an alias stands for is left unread. Throws TextProblem. */
export function parseYaml(text: string): Located {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, customTags: tags, version: '1.1', uniqueKeys: false });
  const [error] = document.errors;
  if (error !== undefined) throw new TextProblem(error.message.split('\n')[0] ?? 'This is not YAML', lines.linePos(error.pos[0]).line);
  const lineAt = (offset: number | undefined) => (offset === undefined ? 1 : lines.linePos(offset).line);
  return located(document.contents, lineAt, 0);
}

function located(node: Node | null, lineAt: (offset: number | undefined) => number, depth: number): Located {
  const line = lineAt(node?.range?.[0]);
  // The end of a block is the beginning of the line after it.
  const endLine = Math.max(line, lineAt(node?.range === undefined || node.range === null ? undefined : node.range[1] - 1));
  const place = { line, endLine };
  if (depth > 100) throw new TextProblem('More than 100 levels within each other', line);
  if (node === null) return { kind: 'scalar', value: null, ...place };
  const name = node.tag?.startsWith('!') && short.includes(node.tag.slice(1)) ? node.tag.slice(1) : null;
  const value = plain(node, lineAt, depth, place);
  if (name === null) return value;
  const key = name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
  return { kind: 'map', entries: [{ key, line, value }], ...place };
}

function plain(
  node: Node,
  lineAt: (offset: number | undefined) => number,
  depth: number,
  place: { line: number; endLine: number },
): Located {
  if (isAlias(node)) return { kind: 'unread', text: `*${node.source}`, ...place };
  if (isSeq(node)) return { kind: 'list', items: node.items.map((item) => located(item as Node | null, lineAt, depth + 1)), ...place };
  if (isMap(node)) {
    const entries = node.items.map(({ key, value }): Entry => {
      const keyNode = key as Node | null;
      return {
        key: isScalar(keyNode) ? textOfKey(keyNode.value, keyNode.source) : String(keyNode),
        line: lineAt(keyNode?.range?.[0]),
        value: located(value as Node | null, lineAt, depth + 1),
      };
    });
    return { kind: 'map', entries, ...place };
  }
  return { kind: 'scalar', value: isScalar(node) ? scalarOf(node.value, node.source) : null, ...place };
}

/** `Version: 2012-10-17` is a date in YAML 1.1 and a text in a policy. */
function scalarOf(value: unknown, source: string | undefined): string | number | boolean | null {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  return source ?? String(value);
}

const textOfKey = (value: unknown, source: string | undefined): string => (typeof value === 'string' ? value : (source ?? String(value)));
