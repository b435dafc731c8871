import { createHmac, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * HMAC-SHA-256 with this installation's own key, in `<data directory>/fingerprint-key` (0600): equal values have equal fingerprints here and
 * different ones elsewhere, so that nobody can try a list of values against a stolen database. Never store a value's length beside it (D-18).
 */
export async function loadFingerprint(dataDir: string): Promise<(value: string) => string> {
  const file = join(dataDir, 'fingerprint-key');
  try {
    await writeFile(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const key = Buffer.from((await readFile(file, 'utf8')).trim(), 'hex');
  return (value) => createHmac('sha256', key).update(value).digest('hex');
}
