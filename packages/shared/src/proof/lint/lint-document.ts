import { MalformedPolicyDocument, normalisePolicy, type PolicyDocument } from '../../aws/policy-document.ts';
import { type LintFinding, lintPolicy } from '../../iam/lint.ts';
import { policyProblems } from '../../iam/policy-grammar.ts';
import { proposeS3 } from '../../iam/propose-s3.ts';
import type { LineFinding, LintedDocument } from './contract.ts';
import { itemsOf, type Located, leavesOf, memberOf, plainOf } from './located.ts';
import { isUnread, isWhollyUnread, type StandIns } from './stand-ins.ts';

/** A policy that was found, with what stands for its references. */
export interface FoundDocument {
  name: string;
  kind: LintedDocument['kind'];
  value: Located;
}

/** What was found in a file: policies to be judged, and findings about how resources hang together. */
export interface FoundInFile {
  documents: FoundDocument[];
  findings: LineFinding[];
}

/** What `proposeS3` mends. */
const s3Codes: readonly string[] = ['all-s3-actions', 'bucket-with-slash', 'bucket-and-objects'];

/** What is wrong with one policy, each finding at its line. What depends on something unresolved is said once and not judged. */
export function lintDocument({ kind, value }: FoundDocument, standIns: StandIns): LineFinding[] {
  const document = plainOf(value, (text) => standIns.unread(text)) as PolicyDocument;
  const unread = unreadFindings(value, standIns);
  const place = placed(value);
  try {
    const problems = policyProblems(JSON.stringify(document), kind === 'trust' ? 'trust' : 'inline').filter(
      (text) => !isAboutReference(text, standIns),
    );
    const rules = lintPolicy(document, kind === 'trust' ? 'trust' : 'identity').filter(({ about }) => !dependsOnUnread(about?.value ?? ''));
    const proposal = kind === 'policy' ? proposalFor(document, standIns) : null;
    // One proposal a document, since it mends all of it.
    const mended = rules.find(({ code }) => s3Codes.includes(code));
    // A rule says more than AWS's own words about the same value.
    const told = rules.flatMap(({ about }) => (about?.value === undefined ? [] : [about.value]));
    const malformed = problems.filter((text) => !told.some((one) => one !== '*' && text.includes(one)));
    return [
      ...malformed.map((message) => grammarFinding(message, value)),
      ...rules.map((finding) => atLine(finding, place, standIns, finding === mended ? proposal : null)),
      ...unread,
    ];
  } catch (error) {
    if (!(error instanceof MalformedPolicyDocument)) throw error;
    return isUnread(error.message) ? unread : [grammarFinding(error.message, value), ...unread];
  }
}

function grammarFinding(message: string, value: Located): LineFinding {
  const named = /(?:field|Action|Effect:|effect:|Resource|principal in policy:)\s*"?(?:AWS":")?([^\s"]+)/.exec(message)?.[1];
  const leaf = named === undefined ? undefined : leavesOf(value).find((one) => one.kind === 'scalar' && one.value === named);
  const line = leaf?.line ?? (named === undefined ? undefined : keyLine(value, named)) ?? value.line;
  return {
    code: 'malformed-policy',
    severity: 'block',
    line,
    message: `AWS refuses this: ${message}`,
    fix: 'Write it as the grammar of IAM policies has it',
  };
}

function atLine(finding: LintFinding, place: Placed, standIns: StandIns, proposal: Record<string, unknown> | null): LineFinding {
  const { code, severity, message, fix, about, statement } = finding;
  return {
    code,
    severity,
    line: lineOf(place, statement, about),
    message: standIns.inWordsOfSource(message),
    fix: standIns.inWordsOfSource(fix),
    ...(proposal === null ? {} : { proposal }),
  };
}

function lineOf(place: Placed, statement: string | null, about: LintFinding['about']): number {
  const found = place.statements.get(statement ?? '');
  if (found === undefined || about === undefined) return found?.line ?? place.value.line;
  const element = memberOf(found, about.element);
  const leaf = element && leavesOf(element).find((one) => one.kind === 'scalar' && one.value === about.value);
  return leaf?.line ?? keyLine(found, about.element) ?? found.line;
}

/** A document with its statements by the names that findings have for them: the Sid, else the index. */
interface Placed {
  value: Located;
  statements: ReadonlyMap<string, Located>;
}

function placed(value: Located): Placed {
  const named = itemsOf(memberOf(value, 'Statement')).map((one, index): [string, Located] => {
    const sid = memberOf(one, 'Sid');
    return [sid?.kind === 'scalar' && sid.value !== '' && sid.value !== null ? String(sid.value) : String(index), one];
  });
  return { value, statements: new Map(named) };
}

function keyLine(value: Located, key: string): number | undefined {
  if (value.kind === 'list') return value.items.map((item) => keyLine(item, key)).find((line) => line !== undefined);
  if (value.kind !== 'map') return undefined;
  return value.entries.map((entry) => (entry.key === key ? entry.line : keyLine(entry.value, key))).find((line) => line !== undefined);
}

function unreadFindings(value: Located, standIns: StandIns): LineFinding[] {
  const unread = leavesOf(value).filter(
    (one) => one.kind === 'unread' || (one.kind === 'scalar' && typeof one.value === 'string' && isUnread(one.value)),
  );
  const [first] = unread;
  if (first === undefined) return [];
  const texts = unread.map((one) =>
    one.kind === 'unread' ? one.text : one.kind === 'scalar' ? standIns.inWordsOfSource(String(one.value)) : '',
  );
  return [
    {
      code: 'not-resolved',
      severity: 'unread',
      line: first.line,
      message: `Known only when it is deployed, so not judged: ${[...new Set(texts)].slice(0, 5).join(', ')}`,
      fix: 'Look at these values where they come from',
    },
  ];
}

/** The account of a stand-in is none that AWS has; what is said of it is not about the text. */
function isAboutReference(text: string, standIns: StandIns): boolean {
  return isUnread(text) || standIns.inWordsOfSource(text) !== text;
}

/** A fault of an ARN whose service is unresolved is none that was seen; nor is a value that is a reference and nothing else. */
function dependsOnUnread(value: string): boolean {
  return isWhollyUnread(value) || isUnread(value.split(':')[2] ?? '');
}

function proposalFor(document: PolicyDocument, standIns: StandIns): Record<string, unknown> | null {
  normalisePolicy(document);
  const proposal = proposeS3(document);
  if (proposal === null) return null;
  return JSON.parse(
    JSON.stringify(proposal, (_key, value: unknown) => (typeof value === 'string' ? standIns.inWordsOfSource(value) : value)),
  );
}
