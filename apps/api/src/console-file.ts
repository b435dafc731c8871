import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Which console runs on a data directory: `console.json` (0600), written once it answers and removed when it stops. */
export interface RunningConsole {
  pid: number;
  url: string;
}

const fileOf = (dataDir: string): string => path.join(dataDir, 'console.json');

export function writeConsoleFile(dataDir: string, running: RunningConsole): void {
  writeFileSync(fileOf(dataDir), JSON.stringify(running), { mode: 0o600 });
}

export function removeConsoleFile(dataDir: string): void {
  rmSync(fileOf(dataDir), { force: true });
}

/**
 * The address, with a fresh sign-in code, of the console that runs on this data directory already; null when none does. A file that a killed
 * console left behind does not count: the console must answer, and know the bearer token of this directory.
 */
export async function addressOfRunning(dataDir: string): Promise<string | null> {
  try {
    const { url } = JSON.parse(readFileSync(fileOf(dataDir), 'utf8')) as RunningConsole;
    const token = readFileSync(path.join(dataDir, 'api-token'), 'utf8').trim();
    const answer = await fetch(new URL('/api/sign-in-codes', url), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(3000),
    });
    if (answer.status !== 201) return null;
    const { code } = (await answer.json()) as { code: string };
    return signInAddress(url, code);
  } catch {
    return null;
  }
}

/** The one address that a start prints. */
export const signInAddress = (url: string, code: string): string => `${url}/sign-in?code=${code}`;
