import type { HttpIn } from '../protocol/message.ts';

/** S3 clients send bodies in chunks with signatures or checksums between them (`aws-chunked`): the body alone, as the handler wants it. */
export function withoutChunks(request: HttpIn): HttpIn {
  const named = request.headers['x-amz-content-sha256'] ?? '';
  if (!named.startsWith('STREAMING-') && !request.headers['content-encoding']?.includes('aws-chunked')) return request;
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = request.body.indexOf('\r\n', at);
    if (end < 0) break;
    const size = Number.parseInt(request.body.subarray(at, end).toString('latin1'), 16);
    if (!Number.isFinite(size) || size === 0) break;
    parts.push(request.body.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
  return { ...request, body: Buffer.concat(parts) };
}
