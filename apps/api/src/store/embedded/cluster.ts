import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Secret } from '@rolewright/shared/secret.ts';
import { runTool } from './binaries.ts';
import type { Owner } from './owner.ts';
import type { Place } from './place.ts';

/** Superuser of the embedded database. */
export const user = 'rolewright';

/** The database's password, made at first use; it lies in a file that only we can read. */
export function ownPassword(dataDir: string): Secret<string> {
  const file = path.join(dataDir, 'postgres/password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' });
  return new Secret(readFileSync(file, 'utf8'));
}

/**
 * Creates the database's files where they are missing (about a second). They are made aside and renamed at the end: a creation cut short
 * leaves nothing that looks like a database. Hold the start lock meanwhile.
 */
export async function createCluster(place: Place, native: string, password: Secret<string>): Promise<void> {
  for (const left of readdirSync(place.folder)) if (left.startsWith('new-')) rmSync(path.join(place.folder, left), { recursive: true });
  if (existsSync(place.data)) return;
  const aside = mkdtempSync(path.join(place.folder, 'new-'));
  give(aside, place.owner);
  const data = path.join(aside, 'data');
  mkdirSync(data, { mode: 0o700 });
  give(data, place.owner);
  const passwordFile = path.join(aside, 'password');
  writeFileSync(passwordFile, password.reveal(), { mode: 0o600 });
  give(passwordFile, place.owner);
  // Sorting by code point and Unicode's own upper and lower case, the same on every machine.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = [`--username=${user}`, '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  await runTool(native, 'initdb', [`--pgdata=${data}`, ...access, ...locale, '--data-checksums', '--no-instructions'], place.owner);
  renameSync(data, place.data);
  rmSync(aside, { recursive: true });
}

function give(file: string, owner: Owner): void {
  if ('uid' in owner) chownSync(file, owner.uid, owner.gid);
}
