import { SerializationError, scalarFromText } from './scalar.ts';
import type { Member, Ref } from './shape.ts';

/** A form whose keys are dotted paths (`Tags.member.1.Key`), as a tree. */
export interface FormNode {
  text?: string;
  children?: Map<string, FormNode>;
}

/** The tree of a form's keys. */
export function parseForm(fields: Iterable<[string, string]>): FormNode {
  const root: FormNode = { children: new Map() };
  for (const [key, value] of fields) {
    let node = root;
    for (const part of key.split('.')) {
      node.children ??= new Map();
      let next = node.children.get(part);
      if (!next) {
        next = {};
        node.children.set(part, next);
      }
      node = next;
    }
    node.text = value;
  }
  return root;
}

/** awsQuery, or EC2's own kind of it. */
export type QueryDialect = 'aws' | 'ec2';

/**
 * awsQuery request → typed value. A list is `X.member.N` unless the model flattens or renames it; `X=` is an empty list. EC2's lists are
 * always flat, and its members have names of their own.
 */
export function decodeQuery(ref: Ref, node: FormNode, dialect: QueryDialect = 'aws'): unknown {
  const { shape } = ref;
  switch (shape.kind) {
    case 'unit':
      return {};
    case 'struct': {
      const value: Record<string, unknown> = {};
      for (const member of shape.members) {
        const child = node.children?.get(keyOf(member, dialect));
        if (child) value[member.name] = decodeQuery(member, child, dialect);
      }
      return value;
    }
    case 'list': {
      const isFlat = dialect === 'ec2' || ref.traits.xmlFlattened;
      const holder = isFlat ? node : node.children?.get(shape.item.traits.xmlName ?? 'member');
      return inOrder(holder).map((child) => decodeQuery(shape.item, child, dialect));
    }
    case 'map': {
      const holder = ref.traits.xmlFlattened ? node : node.children?.get('entry');
      const value: Record<string, unknown> = {};
      for (const entry of inOrder(holder)) {
        const key = entry.children?.get(shape.key.traits.xmlName ?? 'key')?.text;
        const child = entry.children?.get(shape.value.traits.xmlName ?? 'value');
        if (key !== undefined && child) value[key] = decodeQuery(shape.value, child, dialect);
      }
      return value;
    }
    default:
      if (node.text === undefined) throw new SerializationError('a structure stands where a value is expected');
      return scalarFromText(shape, node.text);
  }
}

/** A member's key: EC2 has `ec2QueryName`, else the XML name with a capital. */
function keyOf({ name, traits }: Member, dialect: QueryDialect): string {
  if (dialect === 'aws') return traits.xmlName ?? name;
  const key = traits.xmlName ?? name;
  return traits.ec2QueryName ?? `${key.charAt(0).toUpperCase()}${key.slice(1)}`;
}

/** The numbered children by number: 10 comes after 2, and clients may leave gaps. */
function inOrder(node: FormNode | undefined): FormNode[] {
  if (!node?.children) return [];
  return [...node.children]
    .filter(([key]) => /^\d+$/.test(key))
    .sort(([left], [right]) => Number(left) - Number(right))
    .map(([, child]) => child);
}
