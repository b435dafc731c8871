import { AppError } from '@rolewright/shared/error.ts';
import type { MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import type { Deps } from '../deps.ts';
import type { HttpEnv } from '../http/env.ts';
import { hashOf, isSameToken } from './tokens.ts';

export const cookieName = 'rolewright_session';

/** Who the API can be spoken to by. */
export const actors = { browser: 'operator', script: 'script' } as const;

const openToAll = new Set(['POST /api/sign-in']);

/** Lets through a browser with a session and a script with the bearer token; everything else below /api is a 401. */
export function authenticate(deps: Pick<Deps, 'db' | 'now' | 'apiToken'>): MiddlewareHandler<HttpEnv> {
  return async function authentication(c, next) {
    c.set('actor', '');
    c.set('sessionId', null);
    const bearer = /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1];
    const cookie = getCookie(c, cookieName);
    if (bearer !== undefined) {
      if (!isSameToken(bearer, deps.apiToken.reveal())) {
        throw new AppError('not-signed-in', 'The bearer token is not the one in the file api-token of the data directory.');
      }
      c.set('actor', actors.script);
    } else if (cookie !== undefined) {
      const sessionId = hashOf(cookie);
      const found = await deps.db
        .selectFrom('session')
        .select('id_hash')
        .where('id_hash', '=', sessionId)
        .where('expires_at', '>', deps.now())
        .executeTakeFirst();
      if (found !== undefined) {
        c.set('actor', actors.browser);
        c.set('sessionId', sessionId);
      }
    }
    if (c.get('actor') === '' && !openToAll.has(`${c.req.method} ${c.req.path}`)) {
      throw new AppError(
        'not-signed-in',
        'Sign in with the address that npm start prints, or send the bearer token of the file api-token.',
      );
    }
    await next();
  };
}
