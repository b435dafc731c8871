import type { Context as HonoContext } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { HttpEnv } from './env.ts';

/** A thing that changes: its GET body, the version that the body has, and whether it has come to its end. */
export interface Watched {
  body: unknown;
  version: number;
  ended: boolean;
}

const pollMilliseconds = 300;
const heartbeatMilliseconds = 15_000;

/**
 * Streams a thing as server-sent events: each has the whole GET body as data and its version as id, so a client that missed events misses
 * nothing. `nameOf` says what changed since the last one: `progress`, `state` or `step`. A client that comes back with Last-Event-ID is sent
 * only what is newer. The stream ends with the thing.
 */
export function streamEvents<W extends Watched>(
  c: HonoContext<HttpEnv>,
  load: () => Promise<W>,
  nameOf: (before: W | null, now: W) => 'progress' | 'state' | 'step',
): Response {
  return streamSSE(
    c,
    async (stream) => {
      const seen = Number(c.req.header('last-event-id') ?? Number.NaN);
      let before: W | null = null;
      let quietSince = Date.now();
      while (!stream.aborted && !stream.closed) {
        const now = await load();
        const isNew = before === null ? now.version !== seen : now.version !== before.version;
        if (isNew) {
          await stream.writeSSE({ event: nameOf(before, now), id: String(now.version), data: JSON.stringify(now.body) });
          quietSince = Date.now();
        } else if (Date.now() - quietSince >= heartbeatMilliseconds) {
          await stream.write(': still here\n\n');
          quietSince = Date.now();
        }
        if (now.ended) return;
        before = now;
        await stream.sleep(pollMilliseconds);
      }
    },
    // The thing was deleted meanwhile, or the database is gone: the client comes back and gets the problem document.
    async (error) => c.get('log').warn({ requestId: c.get('requestId'), error: error.name }, 'event stream ended'),
  );
}
