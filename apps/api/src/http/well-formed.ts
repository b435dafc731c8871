import { setImmediate } from 'node:timers/promises';
import { AppError } from '@rolewright/shared/error.ts';
import type { Context, MiddlewareHandler } from 'hono';
import type { HttpEnv } from './env.ts';

/** Deeper than any document of AWS, and shallow enough for every walk over it. */
const mostLevels = 64;
const jsonType = /^application\/([\w.-]+\+)?json$/i;

/**
 * Refuses text that is none, before a schema sees it: an address that is not UTF-8, a body that is not JSON in UTF-8 or is nested without end,
 * and NUL or half a surrogate pair anywhere, which a database cannot store. Otherwise they would be replaced silently, or fail far inside.
 */
export const wellFormed: MiddlewareHandler<HttpEnv> = async function textCheck(c, next) {
  checkAddress(c);
  const bytes = c.req.method === 'GET' || c.req.method === 'HEAD' ? new ArrayBuffer(0) : await c.req.arrayBuffer();
  if (bytes.byteLength > 0) {
    const type = (c.req.header('content-type') ?? '').split(';')[0]?.trim() ?? '';
    if (!jsonType.test(type)) throw refuse('Content-Type', `must be application/json, not ${type || 'left out'}`);
    const value = parse(bytes);
    await breathe(bytes);
    checkValue(value);
    await breathe(bytes);
  }
  await next();
};

/** Each step over a long body is work of its own: others have their turn in between. */
async function breathe({ byteLength }: ArrayBuffer): Promise<void> {
  if (byteLength > 256 * 1024) await setImmediate();
}

function checkAddress(c: Context<HttpEnv>): void {
  const { pathname, searchParams, search } = new URL(c.req.url);
  const path = decoded(pathname, 'path');
  if (path.includes('\0')) throw refuse('path', 'must not hold NUL characters');
  decoded(search, 'query');
  for (const [name, value] of searchParams) if (value.includes('\0')) throw refuse(name, 'must not hold NUL characters');
}

function decoded(text: string, field: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refuse(field, 'must be percent-encoded UTF-8');
  }
}

function parse(bytes: ArrayBuffer): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refuse('body', 'must be JSON in UTF-8');
  }
  try {
    return JSON.parse(text);
  } catch {
    throw refuse('body', 'must be well-formed JSON');
  }
}

/** A walk without recursion: the body may be nested deeper than the stack. */
function checkValue(body: unknown): void {
  const open = [{ value: body, path: '', level: 1 }];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const { value, path, level } = one;
    if (typeof value === 'string') checkText(value, path);
    if (typeof value !== 'object' || value === null) continue;
    if (level > mostLevels) throw refuse('body', `must not be nested deeper than ${mostLevels} levels`);
    for (const [name, inner] of Object.entries(value)) {
      checkText(name, path);
      open.push({ value: inner, path: path === '' ? name : `${path}.${name}`, level: level + 1 });
    }
  }
}

function checkText(text: string, path: string): void {
  if (text.includes('\0')) throw refuse(path || 'body', 'must not hold NUL characters');
  if (!text.isWellFormed()) throw refuse(path || 'body', 'must be well-formed Unicode (no lone surrogates)');
}

function refuse(field: string, message: string): AppError {
  return new AppError('bad-input', `${field}: ${message}.`, { fields: [{ field, message }] });
}
