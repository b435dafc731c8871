import { credentialRoleOf } from '../aws/credential-role.ts';
import { isKeyId } from '../aws/key-id.ts';
import { readingsOf } from './encoded-text.ts';
import type { MaskedClass } from './masked.ts';
import { assignsSecret, holdsKnownSecret, holdsRandomText, isExampleKey, looksLikeSecretKey, realKeyIdsIn } from './secret-text.ts';

/** What a named value is. `plain`: may be shown and stored as it is. */
export type ValueClass = { class: 'plain' } | { class: MaskedClass; keyId?: string; moreKeyIds?: string[] };

const plain: ValueClass = { class: 'plain' };

/** Words by which a name says that its value is a secret. */
const secretWord =
  /(^|[^a-z])(secrets?|tokens?|passw(or)?ds?|passwd|passphrase|pwd|api[^a-z]?keys?|access[^a-z]?keys?|private[^a-z]?keys?|signing[^a-z]?keys?|encryption[^a-z]?keys?|master[^a-z]?keys?|credentials?|bearer|webhook|jwt|hmac)([^a-z]|$)/i;
/** Words by which it may be one. */
const doubtfulWord = /(^|[^a-z])(keys?|pass|auth|authorization|salt|dsn|cookie|license|pin|otp|certs?|pem)([^a-z]|$)/i;
/** Endings by which such a name is about a secret and is none itself. */
const aboutSecret =
  /(^|[^a-z])(ttl|url|uri|endpoint|host|port|name|arn|path|file|dir|prefix|suffix|header|type|alg|algorithm|region|enabled|disabled|mode|length|size|count|limit|timeout|expiry|expires|interval|bucket|issuer|audience|provider|version|days|hours|minutes|seconds)$/i;

/** `MAX_TOKENS`, `MIN_PASSWORD_LENGTH`: with a number these count secrets and are none. */
const countOfSecrets = /^(max|min|num|number|total)[^a-z]/i;

/** Texts that are no secret under any name: switches, ARNs, IAM's own identifiers, digests. */
const neverSecret = [
  /^(true|false|yes|no|on|off|none|null|enabled|disabled)$/i,
  /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12}|aws)?:[\w\-/.:*@+=,]+$/,
  /^(AIDA|AROA|AIPA|AGPA|ANPA|ANVA|APKA|ASCA)[A-Z0-9]{12,28}$/,
  /^([\w./:-]+@)?sha(1|256|512)[:-][a-f0-9]+$/,
];
/** Texts that are settings unless the name says otherwise: numbers, durations, words, paths. */
const plainText = [/^-?\d{1,12}(\.\d+)?(ms|s|m|h|d|kb|mb|gb|k|g|%)?$/i, /^\/?[\w.-]+(\/[\w.-]+)*\/?$/];
/** Identifiers of builds are hexadecimal; so are many API keys, so a hexadecimal value is shown only under a name that says what it is. */
const hexadecimal = /^[a-f0-9]{7,128}$/i;
const buildName = /(sha|commit|revision|digest|hash|version|build|git|tag|image|etag|checksum|release)/i;
/** Characters of addresses, lists and plain words. */
const settingText = /^[\w .,:;/@=+?&%*()[\]{}<>|!"'#~^\-–]*$/;

/**
 * Says what a named value is (D-12, D-13). Conservative: a value stays plain only when its name and its text are both harmless; what is
 * neither plainly a setting nor plainly a secret is `unsure`: hidden, and not reported.
 */
export function classifyValue(name: string, value: string): ValueClass {
  if (value.trim() === '' || isExampleKey(value)) return plain;
  if (isKeyId(value)) return { class: 'access-key-id', keyId: value };
  const role = credentialRoleOf(name);
  if (role === 'secret') return { class: 'secret-access-key' };
  if (role === 'token') return { class: 'session-token' };
  const readings = readingsOf(value);
  const ids = keyIdsWithin(readings);
  if (ids !== null) return { class: 'other-secret', ...ids };
  if (role === 'id') return { class: 'access-key-id' };
  if (neverSecret.some((pattern) => pattern.test(value))) return plain;
  if (holdsKnownSecret(readings)) return { class: 'other-secret' };
  if (hexadecimal.test(value) && buildName.test(name)) return plain;
  const isRandom = holdsRandomText(value);
  if (looksLikeSecretKey(value) && isRandom) return { class: 'secret-access-key' };
  const said = countOfSecrets.test(name) && /^\d{1,9}$/.test(value) ? 'setting' : nameSays(name);
  if (said === 'secret') return { class: 'other-secret' };
  if (said === 'doubtful') return { class: isRandom ? 'other-secret' : 'unsure' };
  if (isRandom || assignsSecret(readings)) return { class: 'unsure' };
  return plainText.some((pattern) => pattern.test(value)) || settingText.test(value) ? plain : { class: 'unsure' };
}

/** The key ids that a longer text's readings hold; null where there is none. */
export function keyIdsWithin(readings: readonly string[]): { keyId: string; moreKeyIds?: string[] } | null {
  const [keyId, ...moreKeyIds] = realKeyIdsIn(readings);
  if (keyId === undefined) return null;
  return moreKeyIds.length === 0 ? { keyId } : { keyId, moreKeyIds };
}

/** Does the name say that its value is a secret? `SLACK_TOKEN` does, `CACHE_KEY` may, `TOKEN_TTL` and `KEY_PREFIX` do not. */
export function nameSays(name: string): 'secret' | 'doubtful' | 'setting' {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2');
  if (aboutSecret.test(words)) return 'setting';
  if (secretWord.test(words)) return 'secret';
  return doubtfulWord.test(words) ? 'doubtful' : 'setting';
}
