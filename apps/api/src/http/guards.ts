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

/** Refuses a change that a page of another origin asks for. Scripts with the bearer token send no Origin and need none. */
export const checkOrigin: MiddlewareHandler<HttpEnv> = async function originCheck(c, next) {
  if (!safeMethods.has(c.req.method)) {
    const origin = c.req.header('origin');
    const own = `http://${c.req.header('host') ?? new URL(c.req.url).host}`;
    const needsOrigin = c.req.header('authorization') === undefined && c.req.header('cookie') !== undefined;
    if (origin !== undefined ? origin !== own : needsOrigin) {
      throw new AppError('forbidden', 'Changes are accepted from the console’s own pages only (Origin header).');
    }
  }
  await next();
};
