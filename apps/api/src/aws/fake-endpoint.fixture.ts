import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a test's endpoint answers: a status and a JSON body for an operation and its input. */
export type Answers = (operation: string, input: Record<string, unknown>) => { status?: number; body: unknown };

/**
 * An endpoint that speaks the JSON protocol and says what AWS may say and the sandbox never does (a member of tomorrow, a failure without a
 * reason of its own). Real SDK clients talk to it over HTTP. `asked` has every call in order.
 */
export async function openFakeEndpoint(answers: Answers) {
  const asked: { operation: string; input: Record<string, unknown> }[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
      const input = JSON.parse(Buffer.concat(parts).toString('utf8')) as Record<string, unknown>;
      asked.push({ operation, input });
      const { status = 200, body } = answers(operation, input);
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, asked, close: () => new Promise((resolve) => server.close(resolve)) };
}
