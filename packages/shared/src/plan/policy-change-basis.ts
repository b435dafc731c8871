import type { Reading } from '../inventory/reading.ts';
import type { Basis } from './basis.ts';
import { canonicalJson } from './fingerprint.ts';
import type { PolicyChangeSnapshot } from './policy-change-snapshot.ts';

/** The mutable facts that a policy change was planned from: each principal with its policies, each policy that is to be made (D-51, D-95). */
export function basisOfPolicyChange({ target, principals, policies, profiles = [], configs = [] }: PolicyChangeSnapshot): Basis {
  return Object.fromEntries([
    ...principals.map(({ kind, reading }, index) => [`the ${kind} ${target.principals[index]?.arn}`, textOf(reading)]),
    ...policies.map((reading, index) => [`the policy ${target.policies[index]?.arn}`, textOf(reading)]),
    ...profiles.map(({ reading }, index) => [`the instance profile ${target.profiles?.[index]?.name}`, textOf(reading)]),
    ...configs.map(({ arn, version }) => [`the secret ${arn}`, version]),
  ]);
}

function textOf(reading: Reading<unknown>): string {
  if (reading.state === 'known') return canonicalJson(reading.value);
  return reading.state === 'absent' ? 'absent' : 'not readable';
}
