import { type Outcome, runBuiltin } from './shell-builtins.ts';
import { type SimpleCommand, topCommands } from './shell-commands.ts';
import { assign, expand, isAssignment, pathOf, type Shell, writeFile } from './shell-state.ts';
import { shellTokens } from './shell-tokens.ts';

/**
 * Follows a script as far as its assignments, exports and files of literals go, and sets them as bash would; no shell runs. Every other
 * command is taken to succeed and to do nothing. What lies in a condition, loop, function or subshell is not followed.
 */
export function runScript(text: string, shell: Shell): void {
  let succeeded = true;
  let piped: string | null = null;
  for (const command of topCommands(shellTokens(text))) {
    if (command.after === '&&' && !succeeded) continue;
    if (command.after === '||' && succeeded) continue;
    const isApart = command.after === '|' || ['|', '|&', '&'].includes(command.end);
    const saved = { variables: new Map(shell.variables), exported: new Set(shell.exported), exportsAll: shell.exportsAll };
    const result = runCommand(command, shell, command.after === '|' ? piped : null);
    // A command of a pipeline, or in the background, is a process of its own: it changes no variables here.
    if (isApart) Object.assign(shell, saved);
    if (result === 'exit') return;
    succeeded = result.succeeded;
    piped = result.output;
  }
}

const done: Outcome = { succeeded: true, output: null };

function runCommand(command: SimpleCommand, shell: Shell, piped: string | null): Outcome {
  const words = [...command.words];
  const assigned: (() => void)[] = [];
  while (words[0] && isAssignment(words[0].pieces)) {
    const { pieces } = words.shift()!;
    assigned.push(() => assign(pieces, shell));
  }
  // Before a command an assignment is for that command alone.
  if (words.length === 0) {
    for (const set of assigned) set();
    return done;
  }
  const input = inputOf(command, shell) ?? piped;
  const outcome = runBuiltin(words, input, shell, runScript);
  if (outcome === 'exit') return outcome;
  for (const { token, target } of command.redirects) {
    if (!/^(>|>>|>\|)$/.test(token.operator) || !['', '1'].includes(token.descriptor)) continue;
    const path = target && expand(target.pieces, shell);
    if (path && outcome.output !== null) writeFile(shell, path, outcome.output, token.operator === '>>');
  }
  return outcome;
}

function inputOf({ redirects }: SimpleCommand, shell: Shell): string | null {
  for (const { token, target } of [...redirects].reverse()) {
    if (token.body !== null) return expand(token.body, shell);
    if (token.operator === '<<<' && target) return `${expand(target.pieces, shell) ?? ''}\n`;
    if (token.operator === '<' && target) return shell.files.get(pathOf(expand(target.pieces, shell) ?? '')) ?? null;
  }
  return null;
}
