import { credentialRoleOf } from '../aws/credential-role.ts';
import { isKeyId } from '../aws/key-id.ts';
import { whyNotTaken } from './judge-setting.ts';
import { lineOf, type Unit } from './unit.ts';

/** `NAME=value`, `export NAME=value`; what lies around the sign is kept, since programs do not agree on it. */
const assignment = /^([ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*)(.*)$/;
/** A value that every reader of such files takes for the same: no quote within, nothing to expand, no comment. */
const plainValue = /^(?:"([^"'\\$`#\s]*)"|'([^"'\\$`#\s]*)'|([^"'\\$`#\s]*))[ \t]*$/;

/**
 * An environment file: Docker's, systemd's, dotenv's. They differ in quotes, comments and continued lines, so a line goes only where all of
 * them read it alike, and a file with a line that one of them continues on the next is left to a person.
 */
export function readDotenv(text: string): Unit {
  const unit: Unit = { start: 0, end: text.length, removable: [], obstacles: [], comments: [], heredocs: [], problem: null };
  let start = 0;
  for (const whole of text.split(/(?<=\n)/)) {
    const line = whole.replace(/\r?\n$/, '');
    const match = assignment.exec(line);
    if (/^[ \t]*[#;]/.test(line)) unit.comments.push({ start, end: start + line.length });
    else if (line.replace('\uFEFF', '').trim() !== '' && match === null)
      unit.problem ??= `Line ${lineOf(text, start)} is no NAME=value. Edit the file by hand.`;
    if (isContinued(line, match?.[3]))
      unit.problem ??= `Line ${lineOf(text, start)} may go on in the next one: readers of such files do not agree. Edit it by hand.`;
    if (match !== null) addLine(unit, match, start, whole.length);
    start += whole.length;
  }
  return unit;
}

function addLine(unit: Unit, match: RegExpExecArray, start: number, length: number): void {
  const [line, head = '', name = '', rest = ''] = match;
  if (credentialRoleOf(name) === null) return;
  const at = start + line.indexOf(name);
  const plain = plainValue.exec(rest);
  const value = plain === null ? null : (plain[1] ?? plain[2] ?? plain[3] ?? '');
  if (value === '') return;
  const why =
    value === null
      ? `${name} has a value with a comment, an escape or a variable in it. Take the line out by hand.`
      : whyNotTaken(name, value);
  if (value === null || why !== null) {
    unit.obstacles.push({ at, variable: name, keyId: value !== null && isKeyId(value) ? value : null, why: why ?? '' });
    return;
  }
  unit.removable.push({
    start,
    end: start + head.length + rest.length,
    settings: [{ name, value, at }],
    cut: { start, end: start + length },
  });
}

/** An odd number of a quote opens a value of several lines; a backslash at the end continues the line for systemd. */
function isContinued(line: string, value: string | undefined): boolean {
  if (line.endsWith('\\')) return true;
  if (value === undefined) return false;
  return ['"', "'", '`'].some((quote) => value.startsWith(quote) && value.split(quote).length % 2 === 0);
}
