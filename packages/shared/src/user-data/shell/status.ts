import { lineOf } from '../unit.ts';
import { type Item, type Range, type Script, SyntaxProblem } from './syntax.ts';

/** Reads how the command before ended, what its last word was, or on which line it stands. */
const readsStatus = /\$\?|\$\{\?|PIPESTATUS|\b(?:exit|return)\b(?![ \t]+["'$\d])/;

/** What looks at the script itself, so that any change of it may matter wherever it stands; null where nothing does. */
export function looksAtItself(code: string): { at: number; what: string } | null {
  const match =
    /\$_(?!\w)|\$\{_\}|\b(?:BASH_)?LINENO\b|(?<![\w/.-])caller\b|\bBASH_COMMAND\b|\bBASH_SOURCE\b|\$0|\$\{0|\btrap\b[^\n]*\bDEBUG\b|\balias\b|\benable[ \t]+-n\b/.exec(
      code,
    );
  return match === null
    ? null
    : { at: match.index, what: `${match[0].split(/\s/)[0]} looks at the commands or lines of the script itself` };
}

/**
 * Would it be noticed that these commands, which end well, are gone: by `$?` after them, by `exit` without a number, or by the exit status of
 * the script? Says where, in words; null where nobody notices. `gone` are items of the script's outermost list.
 */
export function statusNoticed(text: string, script: Script, gone: ReadonlySet<Item>): string | null {
  const functionsRead = script.items.some((item) =>
    item.commands.some((one) => one.type === 'compound' && one.name !== undefined && readsStatus.test(slice(text, one))),
  );
  const stopsOnError =
    /^#!\S+.*\s-\w*e/.test(text) ||
    script.items.some((item) => /^set[ \t]+-\w*e\w*\b/.test(slice(text, item)) || /^set[ \t]+-o[ \t]+errexit\b/.test(slice(text, item)));
  let previous: Item | undefined;
  for (const [index, item] of script.items.entries()) {
    if (!gone.has(item)) {
      previous = item;
      continue;
    }
    const next = script.items.slice(index + 1).find((one) => !gone.has(one));
    // Up to the command after the next: the text of a heredoc stands behind the line of its command.
    const behind = next === undefined ? undefined : script.items[script.items.indexOf(next) + 1];
    if (next !== undefined && readsStatus.test(text.slice(next.start, behind?.start)))
      return `Line ${lineOf(text, next.start)} looks at how the command before it ended, which is another one without this. Edit it by hand.`;
    if (previous === undefined || endsWell(text, previous)) continue;
    if (next === undefined) {
      // The script's own status: cloud-init reports a script that ends with an error.
      if (stopsOnError && previous.commands.length === 1 && !previous.isPrefixed && previous.commands[0]?.type === 'simple') continue;
      return `The script ends with this command, and so well; without it, it would end as line ${lineOf(text, previous.start)} does. Edit it by hand.`;
    }
    const command = next.commands[0];
    const callsFunction = command?.type === 'simple' && script.functions.includes(command.words[0]?.raw ?? '');
    if (functionsRead && (callsFunction || command?.type !== 'simple'))
      return `Line ${lineOf(text, next.start)} may look at how the command before it ended, which is another one without this. Edit it by hand.`;
  }
  return null;
}

/** Commands that cannot fail: assignments of literals, `:`, `true`, the definition of a function. */
function endsWell(text: string, { commands, isPrefixed, terminator }: Item): boolean {
  const [command] = commands;
  if (commands.length !== 1 || isPrefixed || command === undefined) return false;
  if (terminator === '&') return true;
  if (command.type === 'compound') return command.name !== undefined;
  if (command.redirects > 0 || /\$\(|`/.test(slice(text, command))) return false;
  const name = command.words[0]?.literal;
  if (name === undefined) return true;
  if (name === 'export') return command.words.slice(1).every((word) => /^[A-Za-z_]\w*(=|$)/.test(word.raw));
  return command.assignments.length === 0 && (name === ':' || name === 'true');
}

const slice = (text: string, { start, end }: Range): string => text.slice(start, end);

/** Words for a script that could not be read. */
export const inWords = (problem: unknown): string => (problem instanceof SyntaxProblem ? problem.message : 'something unexpected');
