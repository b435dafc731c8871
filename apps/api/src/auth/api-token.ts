import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Secret } from '@rolewright/shared/secret.ts';
import { newToken } from './tokens.ts';

/**
 * The bearer token for scripts, in `<data directory>/api-token`, readable by its owner only (0600). Made at the first start; the `wx` flag
 * lets one of two simultaneous starts make it and the other read it.
 */
export async function loadApiToken(dataDir: string): Promise<Secret<string>> {
  const file = join(dataDir, 'api-token');
  try {
    await writeFile(file, newToken(), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return new Secret((await readFile(file, 'utf8')).trim());
}
