import { cloudConfigOf, writeFiles } from './cloud-config.ts';
import { userDataParts } from './parts.ts';
import { machineVariables, persists, runPowershell } from './powershell.ts';
import { runScript } from './shell.ts';
import { exportedOf, newShell, type Shell } from './shell-state.ts';

/** What an instance's disk and its metadata service give to a boot. */
export interface BootInput {
  userData: Buffer | null;
  /** User data runs at the first boot only (D-67), but for what asks to run at every one. */
  isFirst: boolean;
  /** Files that earlier boots wrote. */
  files: Readonly<Record<string, string>>;
  substitute: Shell['substitute'];
}

/** What a program that starts with the boot finds. */
export interface BootResult {
  /** Variables that user data exported before it started the program. */
  environment: Record<string, string>;
  files: Record<string, string>;
  /** What the first `docker run` gave to its container; null: none was started. */
  container: { environment: Record<string, string>; hostNetwork: boolean } | null;
}

/** Boots an instance: its user data is read as cloud-init and EC2Launch would, and followed as far as its exports and files of literals go. */
export function boot({ userData, isFirst, files, substitute }: BootInput): BootResult {
  const parts = userData === null ? [] : userDataParts(userData);
  const shell = newShell(new Map(Object.entries(files)), substitute);
  const configs = parts.flatMap(({ kind, text }) => (kind === 'cloud-config' ? (cloudConfigOf(text) ?? []) : []));
  const scriptsRun = isFirst || configs.some(({ runsScriptsAlways }) => runsScriptsAlways);
  for (const { everyBoot } of configs) runScript(everyBoot, shell);
  if (isFirst) for (const config of configs) writeFiles(config, shell);
  if (isFirst) for (const { firstBoot } of configs) runScript(firstBoot, shell);
  for (const { kind, text } of parts) {
    shell.exportsAll = false;
    if (kind === 'shell' && scriptsRun) runScript(text, shell);
    if (kind === 'powershell' && (isFirst || persists(text))) runPowershell(text, shell);
  }
  const first = shell.containers[0];
  return {
    environment: { ...dotenv(shell.files.get(machineVariables) ?? ''), ...Object.fromEntries(exportedOf(shell)) },
    files: Object.fromEntries(shell.files),
    container: first ? { environment: Object.fromEntries(first.environment), hostNetwork: first.hostNetwork } : null,
  };
}

/** Variables of a file of `NAME=value` lines, as /etc/environment and systemd's EnvironmentFile have them: quotes go, nothing is expanded. */
export function dotenv(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const [, name, value = ''] = /^\s*(?:export\s+)?([A-Za-z_]\w*)=(.*?)\s*$/.exec(line) ?? [];
    if (name) found[name] = /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value;
  }
  return found;
}
