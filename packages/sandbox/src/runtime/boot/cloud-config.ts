import { gunzipSync } from 'node:zlib';
import { parse } from 'yaml';
import { type Shell, writeFile } from './shell-state.ts';

/** What a `#cloud-config` document says, as far as it sets variables or writes files. Source: cloud-init, module reference. */
export interface CloudConfig {
  /** Script of `bootcmd`, which runs at every boot. */
  everyBoot: string;
  /** Script of `runcmd`, which runs at the first one. */
  firstBoot: string;
  files: { path: string; text: string; appends: boolean }[];
  /** `cloud_final_modules: [[scripts-user, always]]`: scripts of user data run at every boot. */
  runsScriptsAlways: boolean;
}

/** Null for what is no YAML mapping; cloud-init then only warns. */
export function cloudConfigOf(text: string): CloudConfig | null {
  const document = yamlOf(text);
  if (!isRecord(document)) return null;
  return {
    everyBoot: scriptOf(document.bootcmd),
    firstBoot: scriptOf(document.runcmd),
    files: listOf(document.write_files).flatMap(fileOf),
    runsScriptsAlways: listOf(document.cloud_final_modules).some((one) => /^scripts-user,always$/.test(String(one))),
  };
}

export function writeFiles(config: CloudConfig, shell: Shell): void {
  for (const { path, text, appends } of config.files) writeFile(shell, path, text, appends);
}

function yamlOf(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 100 });
  } catch {
    return null;
  }
}

/** A command is a line of shell, or a list of words that no shell looks at. */
const scriptOf = (commands: unknown): string =>
  listOf(commands)
    .map((command) => (Array.isArray(command) ? wordsOf(command) : String(command)))
    .join('\n');

/** `[sh, -c, "…"]` is a shell of its own: nothing that it sets remains. */
const wordsOf = (words: unknown[]): string => words.map((word) => `'${String(word).replaceAll("'", `'\\''`)}'`).join(' ');

function fileOf(entry: unknown): CloudConfig['files'] {
  if (!isRecord(entry) || typeof entry.path !== 'string') return [];
  const encoding = String(entry.encoding ?? '');
  const content = String(entry.content ?? '');
  const bytes = /b(ase)?64/i.test(encoding)
    ? Buffer.from(content, 'base64')
    : Buffer.from(content, /^gz/i.test(encoding) ? 'latin1' : 'utf8');
  const text = /^gz/i.test(encoding) ? unpacked(bytes) : bytes.toString('utf8');
  return text === null ? [] : [{ path: entry.path, text, appends: entry.append === true }];
}

function unpacked(bytes: Buffer): string | null {
  try {
    return gunzipSync(bytes, { maxOutputLength: 1024 * 1024 }).toString('utf8');
  } catch {
    return null;
  }
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
