import { credentialRoleOf } from '../aws/credential-role.ts';
import { isKeyId } from '../aws/key-id.ts';
import { whyNotTaken } from './judge-setting.ts';
import { lineOf, type Unit } from './unit.ts';

/** `$env:NAME = 'value'`, alone on its line. Windows does not tell capital letters from small ones in names. */
const setting = /^([ \t]*)\$(?:env:(\w+)|\{env:(\w+)\})([ \t]*=[ \t]*)(?:'([^'\r\n]*)'|"([^"'`$\r\n]*)")[ \t]*;?[ \t]*$/i;
/** Any other way in which one of the names gets a value. */
const otherSetting =
  /\$\{?env:(\w+)\}?[ \t]*\+?=|\b(?:SetEnvironmentVariable\(|setx(?:\.exe)?|set)[ \t]*["']?(\w+)["']?[ \t]*[,= ]|\b(Set-AWSCredentials?|Initialize-AWSDefaultConfiguration)\b|(?:Set|New)-Item[ \t].*?env:\\?(\w+)/gi;

/**
 * User data of Windows: the PowerShell between `<powershell>` and its end, or a whole script where there are no such marks. A line goes where
 * it is a statement by itself outside every brace, parenthesis and here-string. What lies outside the marks is only searched. Source: EC2
 * Windows guide, "User data scripts"; about_Quoting_Rules.
 */
export function readPowerShell(text: string): Unit[] {
  const opened = [...text.matchAll(/<powershell>/gi)];
  const closed = [...text.matchAll(/<\/powershell>/gi)];
  const [open] = opened;
  const [close] = closed;
  if (open === undefined && close === undefined) return [readScript(text, 0, text.length)];
  const isOne = opened.length === 1 && closed.length === 1 && open !== undefined && close !== undefined && open.index < close.index;
  const unit = readScript(text, open === undefined ? 0 : open.index + open[0].length, close?.index ?? text.length);
  return [isOne ? unit : { ...unit, problem: 'The marks <powershell> and </powershell> are not there once each. Edit it by hand.' }];
}

function readScript(text: string, start: number, end: number): Unit {
  const unit: Unit = { start, end, removable: [], obstacles: [], comments: [], heredocs: [], problem: null };
  const script = text.slice(start, end);
  const inside = depths(script);
  if (typeof inside === 'string') return { ...unit, problem: inside };
  unit.comments = inside.comments.map((one) => ({ start: one.start + start, end: one.end + start }));
  let at = 0;
  for (const whole of script.split(/(?<=\n)/)) {
    const line = whole.replace(/\r?\n$/, '');
    const isAlone =
      inside.depth(at) === 0 && !inside.depth(at + line.length) && !inside.isContinued(at) && (whole.endsWith('\n') || end === text.length);
    addLine(unit, line, start + at, whole.length, isAlone);
    at += whole.length;
  }
  if (unit.removable.length > 0) unit.problem = noticed(text, script);
  return unit;
}

function addLine(unit: Unit, line: string, at: number, length: number, isAlone: boolean): void {
  const match = setting.exec(line);
  if (match !== null) {
    const name = (match[2] ?? match[3] ?? '').toUpperCase();
    const value = match[5] ?? match[6] ?? '';
    if (credentialRoleOf(name) === null || value === '') return;
    const why =
      whyNotTaken(name, value) ??
      (isAlone ? null : `${name} is set within a condition, a function or a longer statement. Take it out by hand.`);
    const place = at + (match[1]?.length ?? 0);
    if (why !== null) unit.obstacles.push({ at: place, variable: name, keyId: isKeyId(value) ? value : null, why });
    else
      unit.removable.push({
        start: at,
        end: at + line.length,
        settings: [{ name, value, at: place }],
        cut: { start: at, end: at + length },
      });
    return;
  }
  for (const other of line.matchAll(otherSetting)) {
    const name = (other[1] ?? other[2] ?? other[4] ?? '').toUpperCase();
    if (other[3] === undefined && credentialRoleOf(name) === null) continue;
    if (unit.comments.some((one) => at + other.index >= one.start && at + other.index < one.end)) continue;
    const why =
      'A credential is set in a way that lasts, or whose value is no plain text. Take it out by hand, and what it left on the machine.';
    unit.obstacles.push({ at: at + other.index, variable: other[3] ?? name, keyId: null, why });
  }
}

/** How deep in braces and quotes each place is. A text where the script is not balanced. */
function depths(
  script: string,
): { depth: (at: number) => number; isContinued: (at: number) => boolean; comments: { start: number; end: number }[] } | string {
  const depth = new Int32Array(script.length + 1);
  const comments: { start: number; end: number }[] = [];
  let level = 0;
  /** Jumps to the end of what begins at `at`, marking what lies between as inside. */
  const jump = (at: number, end: number): number => {
    depth.fill(level + 1, at + 1, end);
    return end;
  };
  for (let at = 0; at < script.length; ) {
    depth[at] = level;
    const rest = script.slice(at, at + 2);
    const sign = rest[0] ?? '';
    let end = at + 1;
    if (rest === '<#') {
      end = script.indexOf('#>', at) + 2;
      if (end === 1) return unbalanced;
      comments.push({ start: at, end });
    } else if (sign === '#' && /(^|[\s;({])$/.test(script.slice(Math.max(0, at - 1), at))) {
      end = endOfLine(script, at);
      comments.push({ start: at, end });
      at = end;
      continue;
    } else if ((rest === "@'" || rest === '@"') && /^[ \t]*\r?\n/.test(script.slice(at + 2, at + 200))) {
      const close = script.indexOf(`\n${rest[1]}@`, at);
      if (close === -1) return unbalanced;
      end = close + 3;
    } else if (sign === "'" || sign === '"') {
      end = endOfQuote(script, at, sign);
      if (end === -1) return unbalanced;
    } else if (sign === '`') end = at + 2;
    else if ('({['.includes(sign)) level += 1;
    else if (')}]'.includes(sign)) level -= 1;
    if (level < 0) return unbalanced;
    at = end > at + 1 ? jump(at, end) : end;
  }
  depth[script.length] = level;
  const isContinued = (at: number): boolean => /(`|\||,|=|\+|-\w+|&&)[ \t]*\r?\n$/.test(script.slice(Math.max(0, at - 200), at));
  return level === 0 ? { depth: (at) => depth[at] ?? 0, isContinued, comments } : unbalanced;
}

const unbalanced = 'The script has a quote, a brace or a comment that does not end. Edit it by hand.';

function endOfLine(script: string, at: number): number {
  const end = script.indexOf('\n', at);
  return end === -1 ? script.length : end;
}

/** After the closing quote; two of them within are one character, and a backquote hides one in double quotes. -1 where it does not end. */
function endOfQuote(script: string, at: number, quote: string): number {
  for (let next = at + 1; next < script.length; next += 1) {
    if (quote === '"' && script[next] === '`') next += 1;
    else if (script[next] === quote && script[next + 1] === quote) next += 1;
    else if (script[next] === quote) return next + 1;
  }
  return -1;
}

function noticed(text: string, script: string): string | null {
  if (new Set(text.match(/\r?\n/g)).size > 1) return 'The script mixes line endings of Unix and of Windows. Edit it by hand.';
  const match =
    /\$\?|\$\^|\$\$|\benv:(?!\w)|\benv:\*|\bGetEnvironmentVariables?\b|\bInvoke-Expression\b|\biex\b|\bMyInvocation\b|\bPSCommandPath\b|\bLineNumber\b|latest\/user-data/i.exec(
      script,
    );
  return match === null ? null : `Line ${lineOf(text, text.indexOf(match[0]))}: ${match[0]} may look at what goes. Edit it by hand.`;
}
