import { withSetting } from './ini.ts';
import { assign, expand, exportedOf, pathOf, type Shell, writeFile } from './shell-state.ts';
import type { WordToken } from './shell-tokens.ts';

/** What a command did. `output`: its standard output where that is known. */
export type Outcome = 'exit' | { succeeded: boolean; output: string | null };

/** Follows a script that another one reads with `source`. */
type Run = (text: string, shell: Shell) => void;

const done: Outcome = { succeeded: true, output: null };
const said = (output: string | null): Outcome => ({ succeeded: true, output });

/** Does what a command does to variables and files; all that is not known here succeeds and does nothing. */
export function runBuiltin(words: readonly WordToken[], input: string | null, shell: Shell, run: Run): Outcome {
  const [name, ...given] = words;
  const texts = given.map(({ pieces }) => expand(pieces, shell));
  const args = texts.map((text) => text ?? '');
  switch (name?.bare) {
    case 'export':
    case 'declare':
    case 'typeset':
    case 'readonly':
    case 'local':
      declare(name.bare, given, args, shell);
      return done;
    case 'unset':
      for (const one of args) {
        shell.variables.delete(one);
        shell.exported.delete(one);
      }
      return done;
    case 'set':
      for (const [index, one] of args.entries()) {
        if (/^[-+]\w*a/.test(one) || (/^[-+]o$/.test(one) && args[index + 1] === 'allexport')) shell.exportsAll = one.startsWith('-');
      }
      return done;
    case 'source':
    case '.': {
      const script = shell.files.get(pathOf(args[0] ?? ''));
      if (script !== undefined) run(script, shell);
      return done;
    }
    case 'echo': {
      const [first, ...rest] = args;
      if (texts.includes(null)) return said(null);
      return first === '-n'
        ? said(rest.join(' '))
        : said(`${(first === '-e' ? rest : args).join(' ')}\n`.replace(/\\n/g, first === '-e' ? '\n' : '\\n'));
    }
    case 'printf':
      return said(texts.includes(null) ? null : formatted(args));
    case 'cat':
      return said(args.length === 0 ? input : (shell.files.get(pathOf(args[0] ?? '')) ?? null));
    case 'tee': {
      const paths = args.filter((one) => !one.startsWith('-'));
      if (input !== null)
        for (const path of paths)
          writeFile(
            shell,
            path,
            input,
            args.some((one) => /^(-a|--append)$/.test(one)),
          );
      return said(input);
    }
    case 'sudo':
    case 'nohup':
    case 'command': {
      const from = given.findIndex(({ bare }) => bare === null || !bare.startsWith('-'));
      return from === -1 ? done : runBuiltin(given.slice(from), input, shell, run);
    }
    case 'aws':
      configure(args, shell);
      return done;
    case 'docker':
    case 'podman':
      startContainer(args, shell);
      return done;
    case 'exit':
      return 'exit';
    case 'false':
      return { succeeded: false, output: null };
    default:
      return done;
  }
}

function declare(command: string, given: readonly WordToken[], args: readonly string[], shell: Shell): void {
  const options = args.filter((one) => /^-\w+$/.test(one)).join('');
  const exports = command === 'export' ? !options.includes('n') : options.includes('x');
  for (const [index, { pieces }] of given.entries()) {
    const word = args[index] ?? '';
    if (/^-\w+$/.test(word)) continue;
    const name = assign(pieces, shell) ?? (/^[A-Za-z_]\w*$/.test(word) ? word : null);
    if (name !== null && exports) shell.exported.add(name);
    if (name !== null && command === 'export' && !exports) shell.exported.delete(name);
  }
}

/** `printf '%s\n' a b`: the format is repeated until no argument is left. */
function formatted([format = '', ...values]: readonly string[]): string {
  const slots = (format.match(/%[sbd]/g) ?? []).length;
  const rounds = slots === 0 ? 1 : Math.max(1, Math.ceil(values.length / slots));
  const text = format.replace(/\\n/g, '\n').replace(/\\t/g, '\t');
  return Array.from({ length: rounds }, (_, round) => {
    let next = round * slots;
    return text.replace(/%[sbd]/g, () => values[next++] ?? '').replace(/%%/g, '%');
  }).join('');
}

/** `aws configure set aws_access_key_id AKIA… [--profile x]` writes the files of the user that runs it. */
function configure(args: readonly string[], shell: Shell): void {
  if (args[0] !== 'configure' || args[1] !== 'set') return;
  const at = args.indexOf('--profile');
  const profile = at === -1 ? 'default' : (args[at + 1] ?? 'default');
  const [, , key = '', value = ''] = args;
  const isSecret = /^aws_(access_key_id|secret_access_key|session_token)$/.test(key);
  const path = isSecret ? '/root/.aws/credentials' : '/root/.aws/config';
  const section = isSecret || profile === 'default' ? profile : `profile ${profile}`;
  shell.files.set(path, withSetting(shell.files.get(path) ?? '', section, key, value));
}

/** `docker run` with `-e NAME=value`, `-e NAME` (taken from the environment), `--env-file` and the network of the host. */
function startContainer(args: readonly string[], shell: Shell): void {
  if (!args.includes('run')) return;
  const environment = new Map<string, string>();
  const around = exportedOf(shell);
  const valuesOf = (short: RegExp, long: string): string[] =>
    args.flatMap((one, index) => {
      if (short.test(one) || one === long) return [args[index + 1] ?? ''];
      return one.startsWith(`${long}=`) ? [one.slice(long.length + 1)] : [];
    });
  for (const path of valuesOf(/^$/, '--env-file')) {
    for (const [, name = '', value = ''] of (shell.files.get(pathOf(path)) ?? '').matchAll(/^([A-Za-z_]\w*)=(.*)$/gm)) {
      environment.set(name, value);
    }
  }
  for (const one of valuesOf(/^-e$/, '--env')) {
    const [, name = '', equals, value = ''] = /^([^=]*)(=)?([\s\S]*)$/.exec(one) ?? [];
    if (equals) environment.set(name, value);
    else if (around.has(name)) environment.set(name, around.get(name) ?? '');
  }
  const network = [...valuesOf(/^$/, '--network'), ...valuesOf(/^$/, '--net')];
  shell.containers.push({ environment, hostNetwork: network.includes('host') });
}
