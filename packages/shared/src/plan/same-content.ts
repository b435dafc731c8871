import { canonicalJson } from './fingerprint.ts';

/**
 * Is what AWS registered what was sent? ECS fills in defaults and does not keep the order of named entries (D-22): all that was sent must be
 * there, and what is there besides must be empty or a default.
 */
export function isSameContent(sent: unknown, registered: unknown): boolean {
  if (Array.isArray(sent) && Array.isArray(registered)) {
    const [left, right] = [inOrder(sent), inOrder(registered)];
    return left.length === right.length && left.every((item, index) => isSameContent(item, right[index]));
  }
  if (isObject(sent) && isObject(registered)) {
    return [...new Set([...Object.keys(sent), ...Object.keys(registered)])].every((name) => {
      if (registered[name] === undefined) return isNothing(sent[name]);
      if (sent[name] === undefined) return isNothing(registered[name]) || defaults[name] === registered[name];
      return isSameContent(sent[name], registered[name]);
    });
  }
  return sent === registered;
}

/** Values other than "nothing" that ECS fills in. Source: API reference, PortMapping and ContainerDefinition. */
const defaults: Record<string, unknown> = { protocol: 'tcp', essential: true };

/** Lists of named things by their names; other lists as they are, since their order means something. */
function inOrder(list: unknown[]): unknown[] {
  if (!list.every((item) => isObject(item) && typeof item.name === 'string')) return list;
  const texts = list.map((item) => ({ item, key: `${(item as { name: string }).name}\0${canonicalJson(item)}` }));
  return texts.sort((left, right) => (left.key < right.key ? -1 : 1)).map(({ item }) => item);
}

function isNothing(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isObject(value)) return Object.values(value).every(isNothing);
  return value === undefined || value === null || value === false || value === 0 || value === '';
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
