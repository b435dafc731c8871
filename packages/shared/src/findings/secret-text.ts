import { isExampleKeyId, keyIdsIn } from '../aws/key-id.ts';

/** Formats that vendors give their secrets, so that these are known under any name. */
const vendorSecrets = [
  /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/,
  /\bxapp-[A-Za-z0-9-]{10,}/,
  /hooks\.slack\.com\/services\/\S+/,
  /\bgh[opsur]_[A-Za-z0-9]{20,}/,
  /\bgithub_pat_\w{20,}/,
  /\bglpat-[\w-]{15,}/,
  /\b[rs]k_(live|test)_[A-Za-z0-9]{10,}/,
  /\bAIza[\w-]{30,}/,
  /\bSG\.[\w-]{15,}\.[\w-]{15,}/,
  /\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\bnpm_[A-Za-z0-9]{30,}/,
];
/** All of them in one pass over the text. */
const vendorSecret = new RegExp(vendorSecrets.map((pattern) => pattern.source).join('|'));

/** `scheme://user:password@host`: a password inside an address. */
const userInfo = /[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/i;

/** `--db-password=x`, `-Daws.secretKey=x`, `"token": "x"`, `export SECRET=x`: an assignment to a secret's name inside a longer text. */
const assignment =
  /[\w.-]*(secret|passw(or)?d|passphrase|token|api[_.-]?key|access[_.-]?key|private[_.-]?key|credential)[\w.-]*["']?\s*[=:]\s*["']?(?!arn:)[^\s"',;&$<{]{3,}/i;

/** The secret half of the pair in AWS' documentation. */
const exampleSecrets = new Set(['wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY']);

/** Is this AWS' documented example of a key, id or secret? Public, and never a finding. */
export const isExampleKey = (value: string): boolean => isExampleKeyId(value) || exampleSecrets.has(value);

/** Forty characters of a secret access key's alphabet that are not a git SHA (D-12). On its own only a candidate. */
export const looksLikeSecretKey = (value: string): boolean =>
  /^[A-Za-z0-9/+]{40}$/.test(value) && !/^[a-f0-9]{40}$/i.test(value) && !exampleSecrets.has(value);

/** Holds one of a text's readings (encoded-text.ts) a secret that is known by its own form, whatever it is called? */
export const holdsKnownSecret = (readings: readonly string[]): boolean =>
  readings.some((one) => vendorSecret.test(one) || userInfo.test(one));

/** Is something secret assigned inside one of the readings (command lines, connection strings, JSON)? */
export const assignsSecret = (readings: readonly string[]): boolean => readings.some((one) => assignment.test(one));

/** Access key ids in the readings, each once, without the documented examples. */
export const realKeyIdsIn = (readings: readonly string[]): string[] =>
  [...new Set(readings.flatMap(keyIdsIn))].filter((id) => !isExampleKeyId(id));

/** A run of characters so mixed that nobody typed it: 20 or more, with letters of both cases and digits, or long and of high entropy. */
export function holdsRandomText(text: string): boolean {
  return (text.match(/[A-Za-z0-9+/_=-]{20,}/g) ?? []).some((run) => {
    const parts = run.split(/[-_/=]/).filter((part) => part.length > 0);
    // Names, paths and UUID-like ids are made of short parts; a key is one long run.
    const longest = Math.max(0, ...parts.map((part) => part.length));
    const mixed = /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run);
    return (mixed && longest >= 12) || (longest >= 24 && entropyOf(run) > 3.6);
  });
}

/** Shannon entropy in bits per character. */
function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
