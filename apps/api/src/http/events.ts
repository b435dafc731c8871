import type { Context as HonoContext } from 'hono';
import { stream } from 'hono/streaming';
import type { HttpEnv } from './env.ts';

/** A thing that changes: its GET body, the version that the body has, and whether it has come to its end. */
export interface Watched {
  body: unknown;
  version: number;
  ended: boolean;
}

const pollMilliseconds = 300;
const heartbeatMilliseconds = 15_000;

type Load<W> = (id: string) => Promise<W>;

/** Many listeners of one thing share a reading of it, so that their number does not multiply the questions to the database. */
export function sharedLoad<W>(load: Load<W>): Load<W> {
  const readings = new Map<string, Promise<W>>();
  return (id) => {
    const known = readings.get(id);
    if (known !== undefined) return known;
    const reading = load(id);
    readings.set(id, reading);
    setTimeout(() => readings.delete(id), pollMilliseconds / 2).unref();
    return reading;
  };
}

/**
 * Streams a thing as server-sent events: each has the whole GET body as data and its version as id, so a client that missed events misses
 * nothing; `nameOf` says what changed. A client that comes back with Last-Event-ID is sent only what is newer, and 204, which tells it to stop, when nothing more can
 * come. The stream ends with the thing, with the session, or with the client.
 */
export async function streamEvents<W extends Watched>(
  c: HonoContext<HttpEnv>,
  id: string,
  { fresh, shared }: { fresh: Load<W>; shared: Load<W> },
  nameOf: (before: W | null, now: W) => 'progress' | 'state' | 'step',
): Promise<Response> {
  const seen = c.req.header('last-event-id');
  const isSignedIn = c.get('isStillSignedIn');
  const first = await fresh(id);
  if (first.ended && seen === String(first.version)) return c.body(null, 204);
  c.header('content-type', 'text/event-stream; charset=utf-8');
  c.header('cache-control', 'no-store');
  // Nothing reads what follows a HEAD: a stream would be written for ever.
  if (c.req.method === 'HEAD') return c.body(null);
  return stream(
    c,
    async (out) => {
      let before: W | null = null;
      let now = first;
      let quietSince = Date.now();
      for (;;) {
        const isNew = before === null ? String(now.version) !== seen : now.version > before.version;
        if (isNew) await out.write(`event: ${nameOf(before, now)}\nid: ${now.version}\ndata: ${JSON.stringify(now.body)}\n\n`);
        else if (Date.now() - quietSince >= heartbeatMilliseconds) await out.write(': still here\n\n');
        if (isNew || Date.now() - quietSince >= heartbeatMilliseconds) quietSince = Date.now();
        if (now.ended) return;
        before = now;
        await out.sleep(pollMilliseconds);
        if (out.aborted || out.closed || !(await isSignedIn())) return;
        now = await shared(id);
      }
    },
    // The thing was deleted meanwhile, or the database is gone: the client comes back and gets the problem document.
    async (error) => c.get('log').warn({ requestId: c.get('requestId'), error: error.name }, 'event stream ended'),
  );
}
