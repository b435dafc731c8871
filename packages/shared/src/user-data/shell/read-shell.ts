import { credentialRoleOf } from '../../aws/credential-role.ts';
import { isKeyId } from '../../aws/key-id.ts';
import { whyNotTaken } from '../judge-setting.ts';
import { blanked, lineOf, linesAround, type Obstacle, type Removable, type Setting, type Unit } from '../unit.ts';
import { parseScript } from './parse.ts';
import { inWords, looksAtItself, statusNoticed } from './status.ts';
import { type Item, type Script, type SimpleCommand, SyntaxProblem } from './syntax.ts';

/** Commands of which every argument sets a variable. */
const exporting = new Set(['export', 'declare', 'typeset', 'readonly', 'local']);

/**
 * What a script of the shell sets: commands that can go, and what a person must see to. Pure and quick: one pass over the text. A script that
 * the parser does not know to the last character gives a unit with a `problem`, in which nothing is removable.
 */
export function readShell(text: string): Unit {
  const unit: Unit = { start: 0, end: text.length, removable: [], obstacles: [], comments: [], heredocs: [], problem: notShell(text) };
  if (unit.problem !== null) return unit;
  let script: Script;
  try {
    script = parseScript(text);
  } catch (problem) {
    const line = problem instanceof SyntaxProblem ? lineOf(text, problem.at) : 1;
    return { ...unit, problem: `The script cannot be followed from line ${line} on: ${inWords(problem)}. Edit it by hand.` };
  }
  unit.comments = script.comments;
  unit.heredocs = script.heredocs;
  const gone = new Map<Item, Setting[]>();
  for (const item of script.items) {
    const settings = wholeSettingsOf(item, text);
    if (settings !== null) gone.set(item, settings);
  }
  for (const [item, settings] of gone) {
    const cut = cutOf(text, item, script, gone);
    if (typeof cut === 'string') unit.obstacles.push(...settings.map((one) => obstacle(one, cut)));
    else unit.removable.push({ start: item.start, end: item.end, settings, cut });
  }
  unit.obstacles.push(...otherSettings(script, gone));
  unit.problem = unit.removable.length === 0 ? null : noticed(text, script, new Set(gone.keys()));
  return unit;
}

/** Texts that say in their first line that they are something else. */
function notShell(text: string): string | null {
  const first = text.replace(/^\uFEFF/, '').split('\n', 1)[0] ?? '';
  if (/^#!/.test(first)) {
    const program = /^#!\s*(?:\/\S*\/)?(?:env\s+(?:-S\s+)?)?(?:\S*\/)?(\S+)/.exec(first)?.[1] ?? '';
    return /^(sh|bash|dash|ash|ksh|busybox)$/.test(program)
      ? null
      : `The first line hands the text to ${program}, which is no POSIX shell. Edit it by hand.`;
  }
  const marks =
    /^(#cloud-config|## *template:|#include|#part-handler|#upstart-job|content-type:|mime-version:|<powershell>|<script>)/i.exec(first);
  return marks === null ? null : `The text begins with ${marks[0]}, so it is not read as a script. Choose what it is.`;
}

/** What the item sets when it does nothing else: `export A=x B=y`, `A=x`. Null for every other command. */
function wholeSettingsOf(item: Item, text: string): Setting[] | null {
  const [command] = item.commands;
  if (item.commands.length !== 1 || item.isPrefixed || item.terminator === '&' || command?.type !== 'simple' || command.redirects > 0)
    return null;
  const isBare = command.words.length === 0;
  if (!isBare && (command.assignments.length > 0 || !isExport(command, text))) return null;
  const settings = settingsOf(command);
  const isWhole =
    settings.length === command.assignments.length + Math.max(0, command.words.length - (isExport(command, text) === '-x' ? 2 : 1));
  if (!isWhole || settings.length === 0) return null;
  const taken = settings.flatMap(({ name, value, at }) =>
    value === null || value === '' || whyNotTaken(name, value) !== null ? [] : [{ name, value, at }],
  );
  return taken.length === settings.length ? taken : null;
}

/** Is it `export`, or bash's `declare -x`? Each of them only ever gives variables to what is started later. */
function isExport({ words }: SimpleCommand, text: string): 'export' | '-x' | null {
  if (words[0]?.raw === 'export' && !words[1]?.raw.startsWith('-')) return 'export';
  const isBash = !/^#!/.test(text) || /^#!.*\b(bash|ksh)\b/.test(text);
  return isBash && (words[0]?.raw === 'declare' || words[0]?.raw === 'typeset') && words[1]?.raw === '-x' ? '-x' : null;
}

/** Every variable of D-04 that a command sets, however; `value` is null where it is no literal. */
function settingsOf(command: SimpleCommand): { name: string; value: string | null; at: number }[] {
  const before = command.assignments.map(({ name, value, start }) => ({ name, value, at: start }));
  const args = exporting.has(command.words[0]?.literal ?? '') ? command.words.slice(1) : [];
  const listed = args.flatMap(({ raw, literal, start }) => {
    const match = /^["']?([A-Za-z_]\w*)\+?=/.exec(raw);
    if (match?.[1] === undefined) return [];
    const value = literal?.startsWith(`${match[1]}=`) ? literal.slice(match[1].length + 1) : null;
    return [{ name: match[1], value, at: start }];
  });
  return [...before, ...listed].filter(({ name }) => credentialRoleOf(name) !== null);
}

/** What is set in any other way: in a condition, a function, before a command, together with something else. */
function otherSettings(script: Script, gone: ReadonlyMap<Item, Setting[]>): Obstacle[] {
  const whole = new Set([...gone.keys()].flatMap((item) => item.commands));
  return script.everyCommand.flatMap((command) => {
    if (whole.has(command)) return [];
    return settingsOf(command).flatMap((one) => (one.value === '' ? [] : [obstacle(one, whyMixed(command, one, script))]));
  });
}

function whyMixed(command: SimpleCommand, { name, value }: { name: string; value: string | null }, script: Script): string {
  const why = whyNotTaken(name, value);
  if (why !== null) return why;
  const item = script.items.find((one) => one.commands.includes(command));
  if (item === undefined)
    return `${name} is set within a condition, a loop, a function or another command. Take it out by hand, and see what is left of it.`;
  if (item.commands.length > 1 || item.isPrefixed)
    return `${name} is set in a chain of commands (&&, ||, | or !). Take it out by hand, so that the others still run when they should.`;
  if (item.terminator === '&') return `${name} is set in the background (&). Take the command out by hand.`;
  if (command.redirects > 0) return `${name} is set by a command that also writes to a file. Take it out by hand.`;
  if (command.words.length > 0 && command.assignments.some((one) => one.name === name))
    return `${name} is set for one command only, in front of it. Take it out and leave the command.`;
  return `${name} is set by a command that does something else too. Take it out and leave the rest.`;
}

function obstacle({ name, value, at }: { name: string; value: string | null; at: number }, why: string): Obstacle {
  return { at, variable: name, keyId: value !== null && isKeyId(value) ? value : null, why };
}

/**
 * What goes with an item: its lines where nothing else is on them, or the command with the `;` that joins it to its neighbour. A text where
 * that is not plain.
 */
function cutOf(text: string, item: Item, script: Script, gone: ReadonlyMap<Item, Setting[]>): Removable['cut'] | string {
  const lines = linesAround(text, item);
  if (/\\\r?\n$/.test(text.slice(0, lines.start))) return 'The line continues the one before it. Take the command out by hand.';
  if (script.comments.some((one) => one.start >= lines.start && one.start < lines.end))
    return 'A comment stands on the same line. Take both out, or the command alone, by hand.';
  const beside = script.items.filter((one) => one.start < lines.end && one.end > lines.start);
  if (beside.every((one) => gone.has(one))) {
    const all = {
      start: Math.min(...beside.map((one) => linesAround(text, one).start)),
      end: Math.max(...beside.map((one) => linesAround(text, one).end)),
    };
    return all.start === lines.start && all.end === lines.end ? lines : 'The command shares its lines with others. Take it out by hand.';
  }
  if (text.slice(item.start, item.end).includes('\n')) return 'The command shares its lines with others. Take it out by hand.';
  if (
    beside.some((one) => script.heredocs.some((body) => body.start > one.start && body.start >= lines.end - 1 && body.start <= lines.end))
  )
    return 'A here-document begins on the same line. Take the command out by hand.';
  const at = beside.indexOf(item);
  const next = beside[at + 1];
  if (next !== undefined && item.terminator === ';')
    return /^[ \t]*;[ \t]*$/.test(text.slice(item.end, next.start)) ? { start: item.start, end: next.start } : unclear;
  // At the end of a line, what goes is the sign that joins it to the last command that stays, and everything after that one.
  const kept = beside.slice(0, at).findLast((one) => !gone.has(one));
  const first = kept === undefined ? undefined : beside[beside.indexOf(kept) + 1];
  if (next !== undefined || kept === undefined || first === undefined || kept.terminator !== ';') return unclear;
  const end = item.end + (/^[ \t]*;?[ \t]*/.exec(text.slice(item.end))?.[0].length ?? 0);
  return /^[ \t]*;[ \t]*$/.test(text.slice(kept.end, first.start)) ? { start: kept.end, end } : unclear;
}

const unclear = 'The command shares its line with others in a way that is not plain. Take it out by hand.';

/** Why the script would notice that the commands are gone; null where it would not. */
function noticed(text: string, script: Script, gone: ReadonlySet<Item>): string | null {
  const endings = new Set(text.match(/\r?\n/g));
  if (endings.size > 1) return 'The script mixes line endings of Unix and of Windows. Edit it by hand.';
  const code = blanked(text, [...script.comments, ...gone]);
  const itself = looksAtItself(code);
  if (itself !== null) return `Line ${lineOf(text, itself.at)}: ${itself.what}. Edit it by hand.`;
  if (script.functions.some((name) => exporting.has(name))) return 'The script gives export a meaning of its own. Edit it by hand.';
  return statusNoticed(text, script, gone);
}
