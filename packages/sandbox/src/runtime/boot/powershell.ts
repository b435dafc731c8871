import { withSetting } from './ini.ts';
import { type Shell, writeFile } from './shell-state.ts';

/** Where Windows keeps the variables of the machine; here a file, so that they outlive a restart as they do there. */
export const machineVariables = 'HKLM/Environment';

const literal = String.raw`(?:'((?:[^']|'')*)'|"([^"$\`]*)")`;
const statement = new RegExp(
  [
    String.raw`^\s*\$env:(\w+)\s*=\s*${literal}\s*;?\s*$`,
    String.raw`^\s*\[(?:System\.)?Environment\]::SetEnvironmentVariable\(\s*['"](\w+)['"]\s*,\s*${literal}\s*(?:,\s*['"]?[^'")]*?(Machine|User|Process)['"]?\s*)?\)\s*;?\s*$`,
    String.raw`^\s*setx\s+(?:\/m\s+)?"?(\w+)"?\s+(?:'([^']*)'|"([^"]*)"|(\S+))(?:\s+\/m)?\s*$`,
  ].join('|'),
  'i',
);

/**
 * Follows the statements of `<powershell>` and `<script>` that stand alone on a line, outside all braces, and set a variable to a literal.
 * Source: EC2 user guide, "Run commands when you launch an EC2 Windows instance".
 */
export function runPowershell(text: string, shell: Shell): void {
  let depth = 0;
  for (const line of (/<(powershell|script)>([\s\S]*?)<\/\1>/i.exec(text)?.[2] ?? '').split(/\r?\n/)) {
    const found = depth === 0 ? statement.exec(line) : null;
    depth += (line.match(/\{/g) ?? []).length - (line.match(/\}/g) ?? []).length;
    if (found) set(found, shell);
    else if (/^\s*Set-AWSCredentials?\b/i.test(line)) store(line, shell);
  }
}

function set(found: RegExpExecArray, shell: Shell): void {
  const [, env, envSingle, envDouble, api, apiSingle, apiDouble, scope = 'Process', setx, setxSingle, setxDouble, setxBare] = found;
  const name = env ?? api ?? setx ?? '';
  const value =
    envSingle?.replace(/''/g, "'") ??
    envDouble ??
    apiSingle?.replace(/''/g, "'") ??
    apiDouble ??
    setxSingle ??
    setxDouble ??
    setxBare ??
    '';
  const persists = setx !== undefined || (api !== undefined && !/process/i.test(scope));
  if (persists) writeFile(shell, machineVariables, `${name}=${value}\n`, true);
  // A variable of the machine is seen by what is started later: the program of the instance is.
  shell.variables.set(name, value);
  shell.exported.add(name);
}

/** `Set-AWSCredential -AccessKey … -SecretKey … -StoreAs default` */
function store(line: string, shell: Shell): void {
  const option = (name: string): string => new RegExp(`-${name}\\s+['"]?([^\\s'"]+)`, 'i').exec(line)?.[1] ?? '';
  const profile = option('StoreAs') || 'default';
  const path = '/root/.aws/credentials';
  for (const [name, value] of [
    ['aws_access_key_id', option('AccessKey')],
    ['aws_secret_access_key', option('SecretKey')],
  ] as const) {
    if (value !== '') shell.files.set(path, withSetting(shell.files.get(path) ?? '', profile, name, value));
  }
}

/** Does it run at every boot and not at the first alone? */
export const persists = (text: string): boolean => /<persist>\s*true\s*<\/persist>/i.test(text);
