import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The metadata service of one instance at the root of a port of its own: SDKs drop the path of AWS_EC2_METADATA_SERVICE_ENDPOINT. */
export async function metadataEndpoint(sandboxUrl: string, metadataPath: string): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((incoming, response) => {
    const { method = 'GET', headers } = incoming;
    const onward = request(`${sandboxUrl}${metadataPath}${incoming.url}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => incoming.socket.destroy()).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
