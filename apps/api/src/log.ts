import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type DestinationStream, type Logger, multistream, destination as openDestination, pino } from 'pino';

export type { Logger } from 'pino';

/**
 * Opens the API's log: one JSON object a line, to stderr and to `logs/api.log` in the data directory (0600).
 * Give a request its own id with `log.child({ requestId })`. Never log a body, a header or an environment: secrets are kept out by
 * never being handed over, not by redaction (`Secret` prints as `[redacted]`, but a plain string prints as it is).
 * @param streams where lines go besides the file; a test passes its own
 */
export function openLog({
  dataDir,
  level = 'info',
  streams = [{ stream: process.stderr }],
}: {
  dataDir: string;
  level?: string;
  streams?: { stream: DestinationStream; level?: string }[];
}): Logger {
  const folder = path.join(dataDir, 'logs');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Written at once: a line that explains a crash must not wait in a buffer.
  const file = openDestination({ dest: path.join(folder, 'api.log'), append: true, sync: true, mode: 0o600 });
  const everywhere = [{ stream: file, level }, ...streams.map((one) => ({ level, ...one }))];
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: errorForLog } }, multistream(everywhere));
}

/** Of an error only name, message, code, stack and cause: an SDK's or driver's error also carries the request or the row. */
function errorForLog(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: errorForLog(error.cause) };
  return { name: error.name, message: error.message, ...code, stack: error.stack, ...cause };
}
