import type { Tag } from '@aws-sdk/client-iam';
import { setOwn } from '../../state/iam.ts';
import { invalidInput, limitExceeded } from './faults.ts';

/**
 * Tags of a call → name and value; throws InvalidInput for a key of AWS's own (`aws:`) or the same key twice, in any case. One bad tag
 * fails the whole call (D-40).
 */
export function checkedTags(tags: readonly Tag[] | undefined): Record<string, string> {
  return withTags({}, tags);
}

/** Existing tags with new ones added or replaced; throws LimitExceeded above 50. */
export function withTags(existing: Readonly<Record<string, string>>, tags: readonly Tag[] | undefined): Record<string, string> {
  const given = (tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value] as const);
  if (given.some(([key]) => key.toLowerCase().startsWith('aws:'))) {
    throw invalidInput('Tag keys beginning with aws: are reserved for system use.');
  }
  if (new Set(given.map(([key]) => key.toLowerCase())).size < given.length) {
    throw invalidInput('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  }
  const result = withoutTags(
    existing,
    given.map(([key]) => key),
  );
  for (const [key, value] of given) setOwn(result, key, value);
  if (Object.keys(result).length > 50) throw limitExceeded('The number of tags has reached the maximum limit.');
  return result;
}

/** Tags without these keys, in any case. Keys that are not there do no harm. */
export function withoutTags(existing: Readonly<Record<string, string>>, keys: readonly string[]): Record<string, string> {
  const gone = new Set(keys.map((key) => key.toLowerCase()));
  return Object.fromEntries(Object.entries(existing).filter(([key]) => !gone.has(key.toLowerCase())));
}

/** Condition keys about the tags that a call brings. */
export function requestTagContext(tags: readonly Tag[] | undefined): Record<string, string | string[]> {
  if (!tags?.length) return {};
  const context: Record<string, string | string[]> = { 'aws:TagKeys': tags.map(({ Key = '' }) => Key) };
  for (const { Key = '', Value = '' } of tags) context[`aws:RequestTag/${Key}`] = Value;
  return context;
}

/** Condition keys about the tags that the entity has already. */
export function resourceTagContext(tags: Readonly<Record<string, string>> | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags ?? {}).flatMap(([key, value]) => [
      [`aws:ResourceTag/${key}`, value],
      [`iam:ResourceTag/${key}`, value],
    ]),
  );
}
