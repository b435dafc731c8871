import { normalisePolicy, type PolicyDocument } from '../aws/policy-document.ts';
import { variablesIn } from '../iam/variables.ts';

/** Enough for the handful of keys that trust policies ask for; more would only say "not known" later. */
const mostWays = 256;
/** A value that no policy names. */
const another = 'another-value';

/**
 * Ways in which a caller may fill in the condition keys that it chooses: left out, a value that some policy names (wildcards filled in), or
 * one that none names. `always`: keys that every call has.
 */
export function waysToSend(
  keys: readonly string[],
  documents: readonly PolicyDocument[],
  always: ReadonlySet<string>,
): Record<string, string>[] {
  let ways: Record<string, string>[] = [{}];
  for (const key of keys) {
    const values = [...new Set([...documents.flatMap((document) => valuesNamed(document, key)), another])];
    const choices: Record<string, string>[] = [...(always.has(key) ? [] : [{}]), ...values.map((value) => ({ [key]: value }))];
    ways = ways.flatMap((way) => choices.map((choice) => ({ ...way, ...choice }))).slice(0, mostWays);
  }
  return ways;
}

function valuesNamed(document: PolicyDocument, wanted: string): string[] {
  const { statements } = normalisePolicy(document);
  return statements.flatMap(({ conditions }) =>
    conditions.flatMap(({ operator, key, values }) =>
      key.toLowerCase() === wanted && !/^null$/i.test(operator)
        ? values.filter((value) => variablesIn(value).length === 0).map((value) => value.replaceAll('*', '1').replaceAll('?', '1'))
        : [],
    ),
  );
}
