import { classifyValue, keyIdsWithin, nameSays, type ValueClass } from './classify.ts';
import { readingsOf } from './encoded-text.ts';
import type { Masked } from './masked.ts';
import { assignsSecret, holdsKnownSecret, holdsRandomText } from './secret-text.ts';

type Fingerprint = (value: string) => string;

/**
 * Replaces every string of a task definition, or of any other document such as a running task's overrides, that is, holds or may be a secret by `{ $masked: … }`: environment values by name and value, and
 * anything anywhere else that looks like a key or a password (command lines, labels, log options, members that this version does not know;
 * D-09, D-18). Everything else stays as it is, order included. `fingerprint` must be keyed (HMAC). Does not change its input.
 */
export function maskDocument(raw: Record<string, unknown>, fingerprint: Fingerprint): Record<string, unknown> {
  return maskMembers(raw, fingerprint);
}

/** Members whose strings are names that AWS gives or that the operator chose as names; only a key in the clear is looked for in them. */
const nameMembers = new Set([
  'family',
  'name',
  'image',
  'containerName',
  'essential',
  'status',
  'networkMode',
  'cpu',
  'memory',
  'registeredBy',
  'registeredAt',
  'logDriver',
  'valueFrom',
  'sourceVolume',
  'containerPath',
  'rootDirectory',
]);
const isNameMember = (member: string): boolean => nameMembers.has(member) || /(Arn|Name|Type|Mode|Family|Id)$/.test(member);

/** Maps of AWS' whose members are names that the operator chose: `options`, `dockerLabels`, `driverOpts`, `labels`. */
const freeMaps = new Set(['options', 'dockerLabels', 'driverOpts', 'labels']);

function maskMembers(object: Record<string, unknown>, fingerprint: Fingerprint): Record<string, unknown> {
  if (isNameValuePair(object)) {
    const { name, value } = object;
    return { ...maskOthers(object, fingerprint), name, value: hide(value, classifyValue(name, value), fingerprint) };
  }
  return maskOthers(object, fingerprint);
}

function maskOthers(object: Record<string, unknown>, fingerprint: Fingerprint): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(object).map(([member, value]) => [
      member,
      freeMaps.has(member) && isObject(value) ? maskFreeMap(value, fingerprint) : maskValue(member, value, fingerprint),
    ]),
  );
}

function maskFreeMap(map: Record<string, unknown>, fingerprint: Fingerprint): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(map).map(([name, value]) => [
      name,
      typeof value === 'string' ? hide(value, classifyValue(name, value), fingerprint) : maskValue(name, value, fingerprint),
    ]),
  );
}

function maskValue(member: string, value: unknown, fingerprint: Fingerprint): unknown {
  if (typeof value === 'string') return hide(value, classifyText(member, value), fingerprint);
  if (Array.isArray(value)) return maskList(member, value, fingerprint);
  return isObject(value) ? maskMembers(value, fingerprint) : value;
}

/** In command lines the word before may name what follows: `--db-password`, `hunter2`. */
function maskList(member: string, list: unknown[], fingerprint: Fingerprint): unknown[] {
  return list.map((item, index) => {
    const before = list[index - 1];
    const isNamed = typeof item === 'string' && typeof before === 'string' && /^--?[\w.-]+$/.test(before) && !item.startsWith('-');
    if (isNamed && nameSays(before.replace(/^-+/, '')) === 'secret') return hide(item, { class: 'other-secret' }, fingerprint);
    return maskValue(member, item, fingerprint);
  });
}

function classifyText(member: string, text: string): ValueClass {
  const readings = readingsOf(text);
  const ids = keyIdsWithin(readings);
  if (ids !== null) return { class: ids.keyId === text ? 'access-key-id' : 'other-secret', ...ids };
  if (holdsKnownSecret(readings)) return { class: 'other-secret' };
  if (isNameMember(member)) return { class: 'plain' };
  return assignsSecret(readings) || (holdsRandomText(text) && !isReference(text)) ? { class: 'unsure' } : { class: 'plain' };
}

const isReference = (text: string): boolean => /^arn:aws/.test(text) || /sha256:[a-f0-9]{64}/.test(text);

function hide(value: string, valueClass: ValueClass, fingerprint: Fingerprint): string | Masked {
  if (valueClass.class === 'plain') return value;
  return { $masked: { fingerprint: fingerprint(value), ...valueClass } };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Environment entries, proxy properties, system controls: `{name, value}`. */
const isNameValuePair = (object: Record<string, unknown>): object is { name: string; value: string } =>
  typeof object.name === 'string' && typeof object.value === 'string';
