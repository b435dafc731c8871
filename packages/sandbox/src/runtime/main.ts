import { readFileSync } from 'node:fs';
import { startRunner } from './runner.ts';

/**
 * The runner's process. ROLEWRIGHT_SANDBOX_URL: where the sandbox listens; ROLEWRIGHT_SANDBOX_TOKEN_FILE: file with its admin token. It ends
 * with its parent (standard input closes).
 */
const { ROLEWRIGHT_SANDBOX_URL: url, ROLEWRIGHT_SANDBOX_TOKEN_FILE: tokenFile } = process.env;
if (!url || !tokenFile) {
  console.error('The runner needs ROLEWRIGHT_SANDBOX_URL and ROLEWRIGHT_SANDBOX_TOKEN_FILE.');
  process.exit(2);
}

const runner = startRunner({ url, token: readFileSync(tokenFile, 'utf8').trim() });
const end = () => void runner.stop().then(() => process.exit(0));
process.stdin.on('end', end).on('error', end).resume();
process.on('SIGTERM', end);
process.on('SIGINT', end);
