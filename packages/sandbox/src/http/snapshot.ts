import { createHash } from 'node:crypto';
import type { WorldState } from '../state/world.ts';

/**
 * All state as JSON with secrets replaced by their hashes: equal snapshots are equal accounts, and none tells a secret. Environment values are
 * hashed as a whole, since any of them may be one.
 */
export function snapshotOf(state: WorldState): unknown {
  return hidden(state, '');
}

const secretNames = new Set(['secretAccessKey', 'sessionToken', 'SecretString', 'body', 'userData', 'UserData']);

function hidden(value: unknown, name: string): unknown {
  if (typeof value === 'string') return secretNames.has(name) ? hash(value) : value;
  if (Array.isArray(value)) return value.map((item) => hidden(item, name));
  if (typeof value !== 'object' || value === null) return value;
  if (name === 'environment') return Object.fromEntries(Object.entries(value).map(([variable, text]) => [variable, hash(String(text))]));
  const members = Object.fromEntries(Object.entries(value).map(([member, inner]) => [member, hidden(inner, member)]));
  return isPair(value) ? { ...members, value: hash(value.value) } : members;
}

/** An environment entry, a parameter of a stack, or a version of a secret. */
const isPair = (value: object): value is { value: string } =>
  ('name' in value || 'key' in value || 'versionId' in value) && 'value' in value && typeof value.value === 'string';

const hash = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;
