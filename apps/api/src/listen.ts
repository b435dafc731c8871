import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server as NetServer } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { refuseConnection, refuseRequest } from './http/refuse-early.ts';
import { StartError } from './start-error.ts';

/** Fails early, before the database is started, when the port is taken. */
export async function checkPort(host: string, port: number): Promise<void> {
  if (port === 0) return;
  const probe = createServer();
  await listening(probe, host, port);
  await new Promise((resolve) => probe.close(resolve));
}

/** Serves `fetch` on loopback; resolves to the address once connections are taken. */
export async function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  host: string,
  port: number,
): Promise<{ url: string; close: () => Promise<void> }> {
  // Node would refuse a missing Host with a bare 400. An idle connection is kept for longer than the writing of a large scan may take: after
  // Node's five seconds it would be cut just when the next request comes.
  const server = createHttpServer(
    { requireHostHeader: false, keepAliveTimeout: 30_000 },
    getRequestListener(fetch, { errorHandler: refuseRequest }),
  );
  server.on('clientError', (error, socket) => void refuseConnection(error, socket));
  await listening(server, host, port);
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Event streams stay open for as long as their page does.
        server.closeAllConnections();
      }),
  };
}

function listening(server: NetServer, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portProblem(error, host, port)));
    server.listen(port, host, () => resolve());
  });
}

function portProblem(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new StartError(
      `Port ${port} on ${host} is taken by another program. Stop that one, or choose another port: PORT=4700 npm start (0 = any).`,
    );
  }
  if (error.code === 'EACCES')
    return new StartError(`Port ${port} may not be used by this user. Choose one above 1023: PORT=4700 npm start.`);
  return new StartError(`The console cannot listen on ${host} port ${port} (${error.code}).`);
}
