import type { LintFinding } from '../iam/lint.ts';
import type { Reading } from '../inventory/reading.ts';
import type { SecondOpinion } from './check.ts';
import { type Claim, pass, unknown } from './claim.ts';
import type { NewAccessAnswer, PolicyFinding } from './second-opinion.ts';

/** What AWS was asked and did not answer: unknown, with what to grant. */
export const notAsked = (id: string, claim: string, by: string, reasons: readonly string[], actions: string): Claim => ({
  ...unknown(
    id,
    claim,
    [...new Set(reasons)],
    reasons.some((reason) => reason.includes('was denied'))
      ? `Allow ${actions} in the reader role (docs/permissions.md) to have it, or go on with the console’s own verdict.`
      : 'Check again, or go on with the console’s own verdict.',
  ),
  secondOpinion: { by, differences: [] },
});

/** One document as both judged it. */
export interface ValidatedPolicy {
  name: string;
  ours: readonly LintFinding[];
  aws: Reading<PolicyFinding[]>;
}

const validation = 'access-analyzer:ValidatePolicy';

/**
 * "AWS finds nothing wrong with the policies". Suggestions are no fault; whatever else AWS finds is to be acknowledged. Where one of the two
 * calls a document dangerous or broken and the other does not, both are shown.
 */
export function validationClaim(documents: readonly ValidatedPolicy[]): Claim {
  const [id, claim] = ['aws-policy-validation', 'AWS finds nothing wrong with the policies'];
  const unread = documents.flatMap(({ aws }) => (aws.state === 'unreadable' ? [aws.reason] : []));
  const read = documents.flatMap(({ name, ours, aws }) => (aws.state === 'known' ? [{ name, ours, aws: aws.value }] : []));
  if (read.length === 0 && unread.length > 0) return notAsked(id, claim, validation, unread, validation);
  const secondOpinion: SecondOpinion = { by: validation, differences: read.flatMap(validationDifference) };
  const lines = read.flatMap(({ name, aws }) => aws.map((finding) => findingLine(name, finding)));
  const evidence = lines.length === 0 ? [`No finding in ${read.map(({ name }) => name).join(', ')}.`] : lines;
  const isGrave = read.some(({ aws }) => aws.some(({ type }) => type !== 'SUGGESTION'));
  if (isGrave || unread.length > 0) {
    return { ...unknown(id, claim, [...evidence, ...new Set(unread)], 'Accept what AWS finds, or change the document.'), secondOpinion };
  }
  return { ...pass(id, claim, evidence), secondOpinion };
}

const findingLine = (name: string, { type, code, details, line }: PolicyFinding): string =>
  `${name}${line === null ? '' : `, line ${line}`}: ${type} ${code}: ${details}`;

function validationDifference({ name, ours, aws }: { name: string; ours: readonly LintFinding[]; aws: PolicyFinding[] }) {
  const blocked = ours.filter(({ severity }) => severity === 'block').map(({ message }) => message);
  const grave = aws.filter(({ type }) => type === 'ERROR' || type === 'SECURITY_WARNING').map(({ code }) => code);
  if ((blocked.length === 0) === (grave.length === 0)) return [];
  const nothing = 'nothing dangerous or broken';
  return [{ about: name, ours: blocked.join('; ') || nothing, aws: grave.join(', ') || nothing }];
}

const comparing = 'access-analyzer:CheckNoNewAccess';
const oursWords = { covered: 'no new access', gained: 'new access', unknown: 'not proven' } as const;

/** "AWS sees no new access". `policies`: whose each statement of the document is that AWS was given. */
export function newAccessClaim(
  ours: keyof typeof oursWords,
  aws: Reading<NewAccessAnswer>,
  policies: readonly string[],
  between: string,
): Claim {
  const [id, claim] = ['aws-no-new-access', `AWS sees no new access: ${between}`];
  if (aws.state !== 'known')
    return notAsked(id, claim, comparing, [aws.state === 'unreadable' ? aws.reason : 'AWS had no answer.'], comparing);
  const { result, reasons } = aws.value;
  const sees = result === 'PASS';
  const differs = sees ? ours !== 'covered' : ours === 'covered';
  const differences = differs
    ? [{ about: between, ours: oursWords[ours], aws: sees ? 'no new access' : 'new access, or no proof of none' }]
    : [];
  const secondOpinion: SecondOpinion = { by: comparing, differences };
  const limits = 'Identity policies alone: boundaries and resource policies are not compared.';
  if (sees && ours !== 'gained') return { ...pass(id, claim, [`PASS. ${limits}`]), secondOpinion };
  const lines = reasons.map(({ description, statementIndex }) => {
    const policy = statementIndex === null ? undefined : policies[statementIndex];
    return policy === undefined ? description : `${description} (${policy})`;
  });
  const advice = sees
    ? 'The two differ. Look at the request that is named under the console’s own verdict.'
    : 'AWS fails what it cannot rule out. Compare with the console’s own verdict, and accept or change the document.';
  return { ...unknown(id, claim, [`${result}. ${limits}`, ...lines], advice), secondOpinion };
}
