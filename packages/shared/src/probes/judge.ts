import type { HttpPart, NewestPart, ObjectPart, PartResult, ProbePart, ProbeResult } from './probe.ts';

type Judged = Pick<PartResult, 'verdict' | 'observed'>;

/** What came of an HTTP request. `matches`: undecided when the pattern took too long. */
export type HttpAnswer =
  | { came: 'answer'; status: number; isRedirect: boolean; contains: boolean; matches: boolean | 'undecided'; cut: boolean }
  | { came: 'nothing'; why: string }
  /** The address leads where no probe may go: it was not called. */
  | { came: 'refused'; why: string };

/** What a listing of S3 showed. `unreadable`: AWS did not let the console see. */
export type ObjectAnswer =
  | { came: 'object'; bytes: number; writtenAt: string }
  | { came: 'none'; why: string }
  | { came: 'unreadable'; why: string };

/** What the answer must be, in words: `HTTP 200, the body contains “ok”`. */
export function expectedOf(part: ProbePart): string {
  switch (part.kind) {
    case 'http': {
      const { status, bodyContains, bodyMatches } = part.expect;
      const contains = bodyContains === null ? '' : `, the body contains “${bodyContains}”`;
      return `HTTP ${status}${contains}${bodyMatches === null ? '' : `, the body matches ${bodyMatches}`}`;
    }
    case 's3-object':
      return part.newerThanMinutes === null ? 'the object is there' : `the object is there, ${agoWords(part.newerThanMinutes)} old at most`;
    case 's3-newest':
      return `an object under the prefix that is ${agoWords(part.newerThanMinutes)} old at most`;
  }
}

export function judgeHttp({ expect }: HttpPart, answer: HttpAnswer): Judged {
  if (answer.came === 'refused') return { verdict: 'fail', observed: `not called: ${answer.why}` };
  if (answer.came === 'nothing') return { verdict: 'fail', observed: answer.why };
  const status = `HTTP ${answer.status}`;
  if (answer.status !== expect.status)
    return { verdict: 'fail', observed: answer.isRedirect ? `${status}: a redirect, which is not followed` : status };
  const where = answer.cut ? ' within the first 64 KB' : '';
  if (expect.bodyContains !== null && !answer.contains)
    return { verdict: 'fail', observed: `${status}, the text is not in the body${where}` };
  if (expect.bodyMatches !== null && answer.matches === 'undecided')
    return { verdict: 'fail', observed: `${status}, the pattern took too long on the body: make it simpler` };
  if (expect.bodyMatches !== null && !answer.matches) return { verdict: 'fail', observed: `${status}, the body does not match${where}` };
  return { verdict: 'pass', observed: status };
}

export function judgeObject(part: ObjectPart | NewestPart, answer: ObjectAnswer, now: string): Judged {
  if (answer.came === 'unreadable') return { verdict: 'unknown', observed: answer.why };
  if (answer.came === 'none') return { verdict: 'fail', observed: answer.why };
  const { newerThanMinutes } = part;
  const observed = `there, ${answer.bytes} bytes, written ${answer.writtenAt}`;
  const age = Date.parse(now) - Date.parse(answer.writtenAt);
  if (newerThanMinutes !== null && age > newerThanMinutes * 60_000) return { verdict: 'fail', observed: `too old: ${observed}` };
  return { verdict: 'pass', observed };
}

/** Of all parts: what fails, else what nobody could see, else a pass. */
export const verdictOf = (parts: readonly PartResult[]): ProbeResult['verdict'] =>
  parts.find((part) => part.verdict === 'fail')?.verdict ?? parts.find((part) => part.verdict === 'unknown')?.verdict ?? 'pass';

/** What a result says in one sentence: which part, what was expected, what was observed. */
export function probeSays({ name, parts, verdict }: Pick<ProbeResult, 'name' | 'parts' | 'verdict'>): string {
  const decisive = parts.find((part) => part.verdict === verdict && verdict !== 'pass') ?? parts.at(-1);
  if (decisive === undefined) return `Probe ${name}: nothing was asked.`;
  if (verdict === 'pass') return `Probe ${name} passed: ${parts.map(({ what, observed }) => `${what}: ${observed}`).join('; ')}.`;
  const excerpt = decisive.excerpt === null ? '' : ` The answer begins: ${decisive.excerpt}`;
  const word = verdict === 'fail' ? 'failed' : 'could not be seen';
  return `Probe ${name} ${word}: ${decisive.what}: expected ${decisive.expected}, observed ${decisive.observed}.${excerpt}`;
}

const agoWords = (minutes: number): string => (minutes === 1 ? 'a minute' : `${minutes} minutes`);
