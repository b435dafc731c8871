import { createRoute } from '@hono/zod-openapi';
import { session, signIn as signInBody, signInCode } from '@rolewright/shared/auth/session.ts';
import { AppError } from '@rolewright/shared/error.ts';
import { deleteCookie, setCookie } from 'hono/cookie';
import type { Deps } from '../deps.ts';
import { contextOf, createRouter, json, jsonBody, problems } from '../http/router.ts';
import { actors, cookieName } from './authenticate.ts';
import { issueSignInCode, refusalRecorder, sessionHours, signIn, signOut } from './sign-in.ts';

const signInRoute = createRoute({
  method: 'post',
  path: '/api/sign-in',
  summary: 'Trade a one-time code for a session cookie',
  request: { body: jsonBody(signInBody) },
  responses: { 200: json(session, 'Signed in'), ...problems },
});

const signOutRoute = createRoute({
  method: 'post',
  path: '/api/sign-out',
  summary: 'End this session',
  responses: { 204: { description: 'Signed out' }, ...problems },
});

const sessionRoute = createRoute({
  method: 'get',
  path: '/api/session',
  summary: 'Who is signed in',
  responses: { 200: json(session, 'The session'), ...problems },
});

const codeRoute = createRoute({
  method: 'post',
  path: '/api/sign-in-codes',
  summary: 'A fresh one-time code (bearer token only)',
  responses: { 201: json(signInCode, 'A code for ten minutes'), ...problems },
});

/** Local sign-in: one-time code, session cookie, bearer token for scripts. */
export function authRoutes(deps: Deps) {
  const recordRefusal = refusalRecorder();
  return createRouter()
    .openapi(signInRoute, async (c) => {
      const ctx = { ...contextOf(deps, c), actor: actors.browser };
      const { token, expiresAt } = await signIn(ctx, c.req.valid('json').code).catch(async (error) => {
        if (error instanceof AppError) await recordRefusal({ ...ctx, actor: 'nobody' });
        throw error;
      });
      setCookie(c, cookieName, token, { httpOnly: true, sameSite: 'Strict', path: '/', maxAge: sessionHours * 3600 });
      return c.json({ actor: actors.browser, expiresAt: expiresAt.toISOString() }, 200);
    })
    .openapi(signOutRoute, async (c) => {
      await signOut(contextOf(deps, c), c.get('sessionId'));
      deleteCookie(c, cookieName, { path: '/' });
      return c.body(null, 204);
    })
    .openapi(sessionRoute, async (c) => {
      const sessionId = c.get('sessionId');
      if (sessionId === null) return c.json({ actor: c.get('actor'), expiresAt: null }, 200);
      const row = await deps.db.selectFrom('session').select('expires_at').where('id_hash', '=', sessionId).executeTakeFirstOrThrow();
      return c.json({ actor: c.get('actor'), expiresAt: row.expires_at.toISOString() }, 200);
    })
    .openapi(codeRoute, async (c) => {
      if (c.get('actor') !== actors.script) throw new AppError('forbidden', 'Sign-in codes are made for the bearer token only.');
      return c.json(await issueSignInCode(contextOf(deps, c)), 201);
    });
}
