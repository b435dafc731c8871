import { accessSync, chmodSync, constants, mkdirSync, statSync } from 'node:fs';
import { StartError } from '../start-error.ts';

/**
 * Makes the data directory where it is missing and checks that it can be written. Call it before anything else touches the directory.
 * It holds only files of mode 0600 and directories of mode 0700; the directory itself may be entered (not listed) by others when we are
 * root, because the embedded database then runs as another user.
 * @throws StartError with one sentence when the directory cannot be used
 */
export function prepareDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    if (process.getuid?.() === 0) chmodSync(dataDir, statSync(dataDir).mode | 0o011);
  } catch (error) {
    throw new StartError(
      `The data directory ${dataDir} cannot be written (${(error as NodeJS.ErrnoException).code}). Make it writable, or name another one with ROLEWRIGHT_DATA_DIR.`,
    );
  }
}
