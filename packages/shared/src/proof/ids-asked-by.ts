import { normalisePolicy } from '../aws/policy-document.ts';
import type { KnownPrincipal } from '../iam/known-principal.ts';
import { readable } from './known-caller.ts';

/**
 * External ids (their fingerprints) that a trust policy asks of its callers; more than one where another operator than StringEquals asks, so that
 * a new caller's cannot be taken from there.
 */
export function idsAskedBy(role: KnownPrincipal): string[] {
  const trust = readable(role.trust);
  const allows = trust === null ? [] : normalisePolicy(trust).statements.filter(({ effect }) => effect === 'Allow');
  const asked = allows.flatMap(({ conditions }) => conditions.filter(({ key }) => key.toLowerCase() === 'sts:externalid'));
  const ids = new Set(asked.flatMap(({ values }) => values));
  return asked.every(({ operator }) => operator === 'StringEquals') ? [...ids] : [...ids, 'another operator'];
}
