import type { Check } from './check.ts';

/** A check without the time at which it was made. */
export type Claim = Omit<Check, 'checkedAt'>;

export const pass = (id: string, claim: string, evidence: string[]): Claim => ({ id, claim, verdict: 'pass', evidence, advice: null });
export const fail = (id: string, claim: string, evidence: string[], advice: string): Claim => ({
  id,
  claim,
  verdict: 'fail',
  evidence,
  advice,
});
export const unknown = (id: string, claim: string, evidence: string[], advice: string): Claim => ({
  id,
  claim,
  verdict: 'unknown',
  evidence,
  advice,
});
