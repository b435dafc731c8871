import { classifyValue, type ValueClass } from './classify.ts';
import { isMasked, type MaybeMasked } from './masked.ts';
import { isExampleKey } from './secret-text.ts';

/** One variable of a container, whether its document is masked or not. */
export interface Variable {
  name: string;
  /** Where it stands in its own list; names may occur twice (D-22). */
  index: number;
  place: 'environment' | 'override' | 'secrets';
  class: ValueClass['class'];
  keyId: string | null;
  /** Further key ids in the same text. */
  moreKeyIds: string[];
  /** null for what is plain, and for `secrets`, whose values are not read (D-11). */
  fingerprint: string | null;
  /** Set and of some effect: SDKs treat empty as unset (D-03). AWS' documented example counts as no key. */
  isSet: boolean;
  /** Only of what is plain. */
  plain: string | null;
}

/** What most variables have none of. */
const nothing = { keyId: null, moreKeyIds: [], fingerprint: null, plain: null };

type Fingerprint = (value: string) => string;
type Entry = { name?: unknown; value?: unknown };

/** Variables of a `environment` list. On a raw document `fingerprint` is needed; on a masked one it is not used. */
export function variablesOf(list: unknown, place: 'environment' | 'override', fingerprint: Fingerprint = () => ''): Variable[] {
  if (!Array.isArray(list)) return [];
  return (list as Entry[]).flatMap((entry, index) => {
    const { name, value } = entry;
    if (typeof name !== 'string') return [];
    return [variable(name, (value ?? '') as MaybeMasked, index, place, fingerprint)];
  });
}

/** Variables of a `secrets` list: names only, since their values lie in Secrets Manager or Parameter Store. */
export function secretVariablesOf(list: unknown): Variable[] {
  if (!Array.isArray(list)) return [];
  return (list as Entry[]).flatMap(({ name }, index) =>
    typeof name === 'string' ? [{ ...nothing, name, index, place: 'secrets' as const, class: 'unsure' as const, isSet: true }] : [],
  );
}

function variable(name: string, value: MaybeMasked, index: number, place: Variable['place'], fingerprint: Fingerprint): Variable {
  if (isMasked(value)) {
    return { ...nothing, name, index, place, ...value.$masked, isSet: true };
  }
  const found = classifyValue(name, value);
  if (found.class !== 'plain') return { ...nothing, name, index, place, ...found, fingerprint: fingerprint(value), isSet: true };
  return { ...nothing, name, index, place, class: 'plain', isSet: value !== '' && !isExampleKey(value), plain: value };
}

/**
 * What the process sees: the agent merges `secrets` over `environment` (D-10), and the overrides of a task go over both. Of a name that occurs
 * twice in one list the last counts.
 */
export function effective(...layers: Variable[][]): Variable[] {
  const byName = new Map<string, Variable>();
  for (const layer of layers) for (const one of layer) byName.set(one.name, one);
  return [...byName.values()];
}
