import type { RedirectToken, Token, WordToken } from './shell-tokens.ts';

/** One simple command that a script surely runs, with the operators around it. */
export interface SimpleCommand {
  words: WordToken[];
  redirects: { token: RedirectToken; target: WordToken | null }[];
  /** The operator before it. */
  after: string;
  end: string;
}

/** What ends what begins. */
const opened: Record<string, string> = { if: 'fi', for: 'done', while: 'done', until: 'done', select: 'done', case: 'esac' };
/** Words after which another command follows at once. */
const leading = new Set(['then', 'else', 'elif', 'do', '!', 'time']);

/**
 * The commands at the top of a script, in order. What lies in a condition, a loop, a function or a subshell may or may not run, or leaves no
 * variables behind: it is left out. Groups in braces are part of the top.
 */
export function topCommands(tokens: readonly Token[]): SimpleCommand[] {
  const commands: SimpleCommand[] = [];
  /** What closes each thing that is open; `group` is transparent. */
  const open: string[] = [];
  let command: SimpleCommand = { words: [], redirects: [], after: ';', end: ';' };
  let definesFunction = false;
  const finish = (operator: string) => {
    command.end = operator;
    const isTop = open.every((one) => one === 'group');
    if (isTop && (command.words.length > 0 || command.redirects.length > 0)) commands.push(command);
    command = { words: [], redirects: [], after: operator, end: ';' };
  };
  for (const token of tokens) {
    if (token.kind === 'redirect') {
      command.redirects.push({ token, target: null });
    } else if (token.kind === 'operator') {
      if (token.text === '(' && command.words.length === 1) {
        definesFunction = true;
        command.words = [];
      } else if (token.text === '(') {
        open.push(')');
      } else if (token.text === ')') {
        finish(';');
        if (open.at(-1) === ')') open.pop();
      } else finish(token.text);
    } else {
      const redirect = command.redirects.at(-1);
      if (redirect && redirect.target === null && redirect.token.body === null && !/^<<-?$/.test(redirect.token.operator)) {
        redirect.target = token;
        continue;
      }
      if (command.words.length > 0 || token.bare === null) {
        command.words.push(token);
        continue;
      }
      const word = token.bare;
      if (opened[word]) open.push(opened[word]);
      else if (word === '{') {
        open.push(definesFunction ? '}' : 'group');
        definesFunction = false;
      } else if (word === 'function') definesFunction = true;
      else if (word === '}' && (open.at(-1) === '}' || open.at(-1) === 'group')) open.pop();
      else if (word === open.at(-1)) open.pop();
      else if (!leading.has(word) && !(definesFunction && command.words.length === 0)) command.words.push(token);
    }
  }
  finish(';');
  return commands;
}
