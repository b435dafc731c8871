import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { RequestError } from '@hono/node-server';
import { AppError } from '@rolewright/shared/error.ts';
import { securityHeaders } from './headers.ts';
import { problemOf, problemResponse } from './problem.ts';

const notHttp = new AppError('bad-input', 'This is not a request that HTTP knows, or its Host is none.', {
  fields: [{ field: 'Host', message: 'must be the address of this console' }],
});
const overflow = 'Address and headers are larger than 16 KB together, which is the most that is accepted.';

/** What is no request, or has no host, never comes to the app; it gets the same kind of answer all the same. */
export const refuseRequest = (error: unknown): Response => refusal(error instanceof RequestError ? notHttp : error);

/** For `clientError` of Node's server, which hands over the bare connection. */
export async function refuseConnection(error: NodeJS.ErrnoException, socket: Duplex): Promise<void> {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const answer = refusal(error.code === 'HPE_HEADER_OVERFLOW' ? new AppError('too-large', overflow) : notHttp);
  const body = await answer.text();
  const lines = [...answer.headers, ['content-length', String(Buffer.byteLength(body))]].map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status]}`, ...lines, '', body].join('\r\n'));
}

function refusal(error: unknown): Response {
  const requestId = randomUUID();
  const answer = problemResponse(problemOf(error, requestId));
  for (const [name, value] of Object.entries({ ...securityHeaders, 'x-request-id': requestId, connection: 'close' })) {
    answer.headers.set(name, value);
  }
  return answer;
}
