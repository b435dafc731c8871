import { AppError } from '@rolewright/shared/error.ts';
import type { MiddlewareHandler } from 'hono';
import type { HttpEnv } from './env.ts';

/**
 * Answers only to the names of this machine: a foreign Host means that a page of somebody else had its name resolved to us (DNS rebinding,
 * D-96). Ports are not compared, since a port chosen by the system is known late and does not matter here.
 */
export function checkHost(configuredHost: string): MiddlewareHandler<HttpEnv> {
  const allowed = new Set(['127.0.0.1', 'localhost', '[::1]', configuredHost.toLowerCase()]);
  return async function hostCheck(c, next) {
    const host = c.req.header('host') ?? new URL(c.req.url).host;
    const name = host.toLowerCase().replace(/:\d+$/, '');
    if (!allowed.has(name)) throw new AppError('forbidden', 'This console answers to its own address only (Host header).');
    await next();
  };
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a change that a page of another origin asks for. Scripts with the bearer token send no Origin and need none. What a page on another
 * port of this machine may not change it may not load either: to browsers it is the same site and sends our cookie along.
 */
export const checkOrigin: MiddlewareHandler<HttpEnv> = async function originCheck(c, next) {
  const site = c.req.header('sec-fetch-site');
  const isForeign = site === 'cross-site' || site === 'same-site';
  // Following a link to a screen is fine; to the API there are no links.
  if (isForeign && (!safeMethods.has(c.req.method) || c.req.path.startsWith('/api/'))) throw foreignPage();
  if (!safeMethods.has(c.req.method)) {
    const origin = c.req.header('origin');
    const own = `http://${c.req.header('host') ?? new URL(c.req.url).host}`;
    const needsOrigin = !/^Bearer /i.test(c.req.header('authorization') ?? '') && c.req.header('cookie') !== undefined;
    if (origin !== undefined ? origin !== own : needsOrigin) {
      throw foreignPage();
    }
  }
  await next();
};

const foreignPage = () => new AppError('forbidden', 'The API answers to the console’s own pages only (Origin and Sec-Fetch-Site headers).');
