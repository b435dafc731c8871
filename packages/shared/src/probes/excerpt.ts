import { readingsOf } from '../findings/encoded-text.ts';
import { assignsSecret, holdsKnownSecret, holdsRandomText, realKeyIdsIn } from '../findings/secret-text.ts';

const mostCharacters = 160;
const mostLooked = 2_000;

/**
 * The beginning of an answer, to tell why a probe failed; null where there is nothing to read or where it may hold a secret. Long runs of mixed characters
 * are masked one by one, so that an error message stays readable. Answers themselves are never stored.
 */
export function excerptOf(body: string): string | null {
  // Judging a text costs the square of its length, and what a workload answers is nobody's choice here.
  const beginning = body.slice(0, mostLooked);
  const readings = readingsOf(beginning);
  if (realKeyIdsIn(readings).length > 0 || holdsKnownSecret(readings) || assignsSecret(readings)) return null;
  const start = beginning.slice(0, 4 * mostCharacters).replaceAll(/[^\x20-\x7e\u00a0-\ud7ff]+/g, ' ');
  const masked = start.replaceAll(/[A-Za-z0-9+_=-]{16,}/g, (run) => (holdsRandomText(run) || /\d{8}/.test(run) ? '••••' : run)).trim();
  if (masked === '') return null;
  return masked.length > mostCharacters ? `${masked.slice(0, mostCharacters)}…` : masked;
}
