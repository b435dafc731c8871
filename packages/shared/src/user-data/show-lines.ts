import { maskKeyId } from '../aws/key-id.ts';
import { classifyValue, nameSays } from '../findings/classify.ts';
import { readingsOf } from '../findings/encoded-text.ts';
import { holdsKnownSecret, holdsRandomText, looksLikeSecretKey } from '../findings/secret-text.ts';
import type { ShownLine } from './contract.ts';
import type { TextInspection } from './inspect-text.ts';

/** Nobody reads longer lines, and searching them for secrets takes time by the square of their length. */
const longestLine = 2_000;

/** Stands for a secret, whatever its length (D-18). */
const dots = '••••';

/**
 * The text by line as it may be shown: key ids by their ends, everything that is or may be a secret as dots, in doubt dots too. Line endings
 * are left away.
 */
export function showLines(text: string, { spots, cuts, findings }: Pick<TextInspection, 'spots' | 'cuts' | 'findings'>): ShownLine[] {
  const keyLines = new Set(findings.map(({ line }) => line));
  const shown: ShownLine[] = [];
  let isPrivateKey = false;
  let start = 0;
  for (const [index, whole] of text.split('\n').entries()) {
    const line = whole.replace(/\r$/, '');
    const end = start + whole.length;
    const own = spots.filter((one) => one.start < end && one.end > start);
    isPrivateKey ||= /-----BEGIN [A-Z ]*PRIVATE KEY/.test(line);
    const masked =
      isPrivateKey || own.some(({ what }) => what === 'encoded')
        ? dots
        : maskLine(
            line,
            own.map((one) => ({ ...one, start: one.start - start, end: one.end - start })),
          );
    if (/-----END [A-Z ]*PRIVATE KEY/.test(line)) isPrivateKey = false;
    const isCut = cuts.find((cut) => cut.start <= end && cut.end > start && (cut.start < end || whole === ''));
    const isWhole = isCut !== undefined && isCut.start <= start && isCut.end >= Math.min(text.length, end + 1);
    shown.push({
      text: masked,
      mark: keyLines.has(index + 1) ? 'key' : masked === line ? 'none' : 'masked',
      change: isCut === undefined ? 'same' : isWhole ? 'removed' : 'changed',
    });
    start = end + 1;
  }
  // A text that ends with its last line's ending has no further line.
  if (shown.length > 1 && text.endsWith('\n')) shown.pop();
  return shown;
}

function maskLine(whole: string, spots: readonly { start: number; end: number; keyId: string | null; what: string }[]): string {
  const line = whole.slice(0, longestLine);
  let result = '';
  let at = 0;
  for (const { start, end, keyId, what } of spots) {
    if (start < at || start > line.length) continue;
    result += maskRest(line.slice(at, start)) + (what === 'id' && keyId !== null ? maskKeyId(keyId) : dots);
    at = Math.min(end, line.length);
  }
  const more = whole.length - line.length;
  return result + maskRest(line.slice(at)) + (more > 0 ? ` … ${more.toLocaleString('en')} more characters` : '');
}

const quotedOrWord = String.raw`"(?:[^"\\]|\\.)*"?|'[^']*'?|[^\s;&|<>"'\`,)}\]]+`;
const named = new RegExp(String.raw`([A-Za-z_][\w.-]*)(["'\]}]{0,2}(?:\s*(?::=|=>|=|:)\s*))(${quotedOrWord})`, 'g');
const option = new RegExp(String.raw`(^|\s)(--?[A-Za-z][\w-]*)([ =]+)(${quotedOrWord})`, 'g');

/** Hides what else looks secret: values under names that say so, words that nobody typed, passwords in addresses. */
function maskRest(part: string): string {
  return part
    .replace(option, (whole, before: string, name: string, sign: string, value: string) =>
      nameSays(name.replace(/^-+/, '')) === 'secret' && !/^[-$]/.test(value) && !namesSecret(part, name, value)
        ? `${before}${name}${sign}${dots}`
        : whole,
    )
    .replace(named, (whole, name: string, sign: string, value: string) =>
      isHidden(name, unquoted(value)) ? `${name}${sign}${dots}` : whole,
    )
    .replace(/[^\s"'`;,|&<>(){}]{8,}/g, (word) => (isHiddenWord(word) ? dots : word));
}

/** `aws secretsmanager … --secret-id shop/db`: the name of a secret, which is none. */
const namesSecret = (command: string, name: string, value: string): boolean =>
  name === '--secret-id' && /\bsecretsmanager\b/.test(command) && !value.split(/[/:"']/).some((run) => holdsRandomText(run));

const unquoted = (value: string): string => value.replace(/^["']|["']$/g, '');
/** `$NAME`, `${NAME}`, `$(command)`, `<placeholder>`: nothing that could be secret. */
const refers = (value: string): boolean => /^(\$\{?\w+\}?|\$\(.*|<.*|\{\{.*)$/.test(value);

function isHidden(name: string, value: string): boolean {
  if (value === '' || value === dots || refers(value) || value.startsWith('//')) return false;
  const { class: is } = classifyValue(name, value);
  return is === 'unsure' ? nameSays(name) !== 'setting' || holdsRandomText(value) : is !== 'plain';
}

function isHiddenWord(word: string): boolean {
  if (/^arn:aws|sha(1|256|512)[:-]|^[a-f0-9]{40}$/.test(word)) return false;
  if (holdsKnownSecret([word])) return true;
  const keys = word.match(/(?<![A-Za-z0-9/+])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+])/g) ?? [];
  if (keys.some((run) => looksLikeSecretKey(run) && holdsRandomText(run))) return true;
  if (word.split(/[/=#]/).some((run) => holdsRandomText(run))) return true;
  return readingsOf(word)
    .slice(1)
    .some((one) => /(AKIA|ASIA)[A-Z0-9]{16}|secret|password|token/i.test(one));
}
