import { createHmac, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * HMAC-SHA-256 with this installation's own key, in `<data directory>/fingerprint-key` (0600): equal values have equal fingerprints here and
 * different ones elsewhere, so that nobody can try a list of values against a stolen database. Never store a value's length beside it (D-18).
 */
export async function loadFingerprint(dataDir: string): Promise<(value: string) => string> {
  const key = await loadKey(dataDir, 'fingerprint-key');
  return (value) => createHmac('sha256', key).update(value).digest('hex');
}

/** A key of this installation, 32 random bytes in a file of its own that only its owner may read; made when it is first needed. */
export async function loadKey(dataDir: string, name: string): Promise<Buffer> {
  const file = join(dataDir, name);
  try {
    await writeFile(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return Buffer.from((await readFile(file, 'utf8')).trim(), 'hex');
}
