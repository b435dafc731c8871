import { credentialRoleOf } from '../../aws/credential-role.ts';
import { keyIdsIn, prefixOfKeyId } from '../../aws/key-id.ts';
import type { FindingKind } from '../../findings/finding.ts';
import { decodeBase64 } from '../../user-data/base64.ts';
import type { DocumentFinding, DocumentKind, ShownLine, Verdict } from '../../user-data/contract.ts';
import { guessKind } from '../../user-data/guess-kind.ts';
import { inspectUserData } from '../../user-data/inspect.ts';
import { unpack } from '../../user-data/unpack.ts';

/** A finding within user data, before its place in the account is known. */
export interface UserDataFinding {
  kind: FindingKind;
  line: number;
  variable: string | null;
  keyId: string | null;
  companion: string | null;
  certainty: 'certain' | 'likely';
  advice: string;
}

/** What is kept of user data: nothing secret. */
export interface InspectedUserData {
  kind: DocumentKind;
  verdict: Verdict;
  findings: UserDataFinding[];
  lines: ShownLine[];
}

/**
 * Looks into user data as EC2 tells it, in base64 (D-68). What comes out may be stored and shown. Never throws; bytes that nobody can read
 * are a finding of their own, never clean.
 */
export function inspectEncodedUserData(base64: string): InspectedUserData {
  const bytes = decodeBase64(base64);
  if (bytes === null) return { kind: 'plain', verdict: 'manual', findings: [unread('EC2 gave what is no base64.')], lines: [] };
  const kind = guessKind(bytes);
  const { verdict, findings, lines } = inspectUserData(bytes, kind);
  const { text } = unpack(bytes, kind);
  const found = withKeyIds(findings, text.split('\n'));
  const told = found.map((one) => findingOf(one, found));
  // cloud-init fetches what the lines name; that it holds no key nobody has seen (D-68).
  if (!/^#include/.test(text)) return { kind, verdict, findings: told, lines };
  return {
    kind,
    verdict: 'manual',
    findings: [unread('It fetches its content from other addresses, which are not read: look there.'), ...told],
    lines,
  };
}

/** The id stands on the line of its variable also where the document's language is not followed; its secret belongs to the nearest. */
function withKeyIds(findings: readonly DocumentFinding[], lines: readonly string[]): DocumentFinding[] {
  const named = findings.map((one) => {
    const ids = roleOf(one.variable) === 'id' ? keyIdsIn(lines[one.line - 1] ?? '') : [];
    return one.keyId === null && ids.length === 1 ? { ...one, keyId: ids[0] ?? null } : one;
  });
  const ids = named.filter((one) => one.keyId !== null);
  return named.map((one) => {
    if (one.keyId !== null || !['secret', 'token'].includes(roleOf(one.variable) ?? '')) return one;
    return { ...one, keyId: ids.toSorted((a, b) => Math.abs(a.line - one.line) - Math.abs(b.line - one.line))[0]?.keyId ?? null };
  });
}

function findingOf(found: DocumentFinding, all: readonly DocumentFinding[]): UserDataFinding {
  const { line, variable, keyId, why } = found;
  const half = roleOf(variable) === 'id' ? companionOf(all, ['secret']) : companionOf(all, ['id']);
  const base = { line, variable, keyId, companion: half, advice: why };
  if (variable === null && keyId === null) return { ...base, kind: 'unread-user-data', certainty: 'certain' };
  const certainty = keyId !== null ? 'certain' : 'likely';
  if (keyId !== null && prefixOfKeyId(keyId) === 'ASIA') return { ...base, kind: 'expired-temporary', certainty: 'likely' };
  if (variable !== null && roleOf(variable) === null)
    return { ...base, kind: keyId === null ? 'other-secret' : 'custom-name-key', certainty };
  const isWhole = companionOf(all, ['id']) !== null && companionOf(all, ['secret']) !== null;
  return { ...base, kind: variable === null || isWhole || roleOf(variable) === 'file' ? 'static-key' : 'half-pair', certainty };
}

const companionOf = (all: readonly DocumentFinding[], roles: string[]): string | null =>
  all.find((one) => roles.includes(roleOf(one.variable) ?? ''))?.variable ?? null;

/** Role of a name, also as configuration files write it (`aws_access_key_id`). */
const roleOf = (variable: string | null) =>
  variable === null ? null : (credentialRoleOf(variable) ?? credentialRoleOf(variable.toUpperCase()));

const unread = (advice: string): UserDataFinding => ({
  kind: 'unread-user-data',
  line: 1,
  variable: null,
  keyId: null,
  companion: null,
  certainty: 'certain',
  advice,
});
