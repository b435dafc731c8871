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
    c.set('isStillSignedIn', async () => true);
    const bearer = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    const cookie = getCookie(c, cookieName);
    if (bearer !== undefined) {
      if (!isSameToken(bearer, deps.apiToken.reveal())) {
        throw new AppError('not-signed-in', 'The bearer token is not the one in the file api-token of the data directory.');
      }
      c.set('actor', actors.script);
    } else if (cookie !== undefined) {
      const sessionId = hashOf(cookie);
      if (await isOpen(deps, sessionId)) {
        c.set('actor', actors.browser);
        c.set('sessionId', sessionId);
        c.set('isStillSignedIn', () => isOpen(deps, sessionId));
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

async function isOpen({ db, now }: Pick<Deps, 'db' | 'now'>, sessionId: string): Promise<boolean> {
  const open = db.selectFrom('session').select('id_hash').where('id_hash', '=', sessionId).where('expires_at', '>', now());
  return (await open.executeTakeFirst()) !== undefined;
}
