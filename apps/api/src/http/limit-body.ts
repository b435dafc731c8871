import { AppError } from '@rolewright/shared/error.ts';
import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { HttpEnv } from './env.ts';

const megabyte = 1024 * 1024;
/** A thousand requests with their policies are longer than anything else that is sent here. */
const more: Readonly<Record<string, number>> = { '/api/proof/evaluate': 4 };

/** Refuses a body of more than 1 MB, or of more than the path has in the list above. */
export const limitBody: MiddlewareHandler<HttpEnv> = async function limit(c, next) {
  const megabytes = more[c.req.path] ?? 1;
  const onError = () => {
    throw new AppError('too-large', `The body is larger than ${megabytes} MB, which is the most that is accepted.`);
  };
  return bodyLimit({ maxSize: megabytes * megabyte, onError })(c, next);
};
