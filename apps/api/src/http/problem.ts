import { randomUUID } from 'node:crypto';
import { AppError, type ErrorCode, type Problem } from '@rolewright/shared/error.ts';
import type { ErrorHandler, NotFoundHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { isDatabaseDown } from '../store/is-down.ts';
import type { HttpEnv } from './env.ts';

/** HTTP status of each reason for refusal; the only place where the two meet. */
const statusOf = {
  'bad-input': 400,
  'not-signed-in': 401,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  conflict: 409,
  stale: 409,
  blocked: 409,
  'too-large': 413,
  unavailable: 503,
  internal: 500,
} as const satisfies Record<ErrorCode, number>;

const titleOf: Record<ErrorCode, string> = {
  'bad-input': 'The request cannot be understood',
  'not-signed-in': 'Sign in first',
  forbidden: 'Not allowed',
  'not-found': 'Not found',
  'method-not-allowed': 'Not possible here',
  conflict: 'Something else is under way',
  stale: 'What the plan rests on has moved',
  blocked: 'A check blocks this',
  'too-large': 'The request is too large',
  unavailable: 'Not available now',
  internal: 'Rolewright failed',
};

/**
 * Builds the RFC 9457 document of an error. An error that is not an AppError becomes a 500 whose text says nothing of its message, because
 * messages of libraries may carry values.
 */
export function problemOf(error: unknown, requestId: string): Problem {
  if (error instanceof AppError) {
    const { code, message, detail } = error;
    return {
      type: `urn:rolewright:problem:${code}`,
      title: titleOf[code],
      status: statusOf[code],
      detail: message,
      code,
      requestId,
      ...detail,
    };
  }
  if (isDatabaseDown(error))
    return problemOf(new AppError('unavailable', 'The database does not answer. Try again in a moment.'), requestId);
  if (error instanceof HTTPException && error.status < 500) return problemOf(ofHttpException(error), requestId);
  return {
    type: 'urn:rolewright:problem:internal',
    title: titleOf.internal,
    status: 500,
    detail: `Rolewright failed on this request. Its log names the cause under request ${requestId}.`,
    code: 'internal',
    requestId,
  };
}

/** Hono's own refusals (malformed JSON, body limit) in our words. */
function ofHttpException(error: HTTPException): AppError {
  if (error.status === 413) return new AppError('too-large', 'The body is larger than 1 MB, which is the most that is accepted.');
  if (/json/i.test(error.message)) {
    return new AppError('bad-input', 'The body is not well-formed JSON.', {
      fields: [{ field: 'body', message: 'must be one JSON object' }],
    });
  }
  return new AppError('bad-input', 'The request cannot be understood.');
}

/** The answer that carries the document, with the headers that its status asks for. */
export const problemResponse = (document: Problem) =>
  new Response(JSON.stringify(document), {
    status: document.status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      // The rest of a body that is too large is not read, so the connection cannot serve another request.
      ...(document.status === 413 ? { connection: 'close' } : {}),
      ...(document.status === 503 ? { 'retry-after': '5' } : {}),
      ...(document.allow === undefined ? {} : { allow: document.allow.join(', ') }),
      // RFC 9110 wants to be told what would be accepted. A browser shows no window for this scheme.
      ...(document.status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    },
  });

export const onError: ErrorHandler<HttpEnv> = (error, c) => {
  const requestId = c.get('requestId') ?? randomUUID();
  const document = problemOf(error, requestId);
  if (document.status >= 500) c.get('log')?.error({ requestId, path: c.req.path, error: nameAndStack(error) }, 'request failed');
  return problemResponse(document);
};

/** What may be logged of an unexpected error: its name, its database or system code and where it happened, never its message (rule 8). */
function nameAndStack(error: Error): { name: string; code: unknown; at: string[] } {
  const at = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { name: error.name, code: 'code' in error ? error.code : undefined, at: at.slice(0, 8).map((line) => line.trim()) };
}

export const onNotFound: NotFoundHandler<HttpEnv> = (c) =>
  problemResponse(
    problemOf(new AppError('not-found', `There is nothing at ${c.req.method} ${c.req.path}.`), c.get('requestId') ?? randomUUID()),
  );
