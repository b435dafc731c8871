import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { MiddlewareHandler } from 'hono';
import { methodNotAllowed } from './contract.ts';
import type { HttpEnv } from './env.ts';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};
const compressible = new Set(['.html', '.js', '.css', '.json', '.svg']);
const compress = promisify(gzip);

interface Asset {
  plain: Uint8Array<ArrayBuffer>;
  zipped: Uint8Array<ArrayBuffer> | null;
  type: string;
  etag: string;
  immutable: boolean;
}

/**
 * Serves the built web app. Files below `assets/` carry a hash in their names and are cached for ever; any other path that names no file is a
 * screen's address and gets index.html. Compressed once, kept in memory.
 */
export function serveWebApp(folder: string): MiddlewareHandler<HttpEnv> {
  const root = resolve(folder);
  const cache = new Map<string, Promise<Asset | null>>();
  const assetOf = (path: string): Promise<Asset | null> => {
    const known = cache.get(path);
    if (known !== undefined) return known;
    const loading = loadAsset(root, path);
    // Only what exists is remembered: the app may be built while we run, and unknown names must not fill the memory.
    loading.then((asset) => asset !== null && cache.set(path, loading)).catch(() => undefined);
    return loading;
  };
  // The first visitor does not wait for the compressing; where nothing is built yet there is nothing to do.
  void readdir(join(root, 'assets')).then(
    (names) => names.map((name) => assetOf(`/assets/${name}`).catch(() => null)),
    () => undefined,
  );
  return async function webApp(c, next) {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') throw methodNotAllowed(c.req.method, ['GET', 'HEAD']);
    const path = decodePath(c.req.path);
    if (path === null) return next();
    const isFile = extname(path) !== '';
    const asset = await assetOf(isFile ? path : '/index.html');
    if (asset === null) return next();
    c.header('content-type', asset.type);
    c.header('etag', asset.etag);
    c.header('cache-control', asset.immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
    c.header('vary', 'accept-encoding');
    if (c.req.header('if-none-match') === asset.etag) return c.body(null, 304);
    if (asset.zipped !== null && /\bgzip\b/.test(c.req.header('accept-encoding') ?? '')) {
      c.header('content-encoding', 'gzip');
      return c.body(asset.zipped);
    }
    return c.body(asset.plain);
  };
}

function decodePath(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

async function loadAsset(root: string, path: string): Promise<Asset | null> {
  const file = join(root, path);
  if (!file.startsWith(root + sep)) return null;
  const plain = await readFile(file).catch(() => null);
  if (plain === null) return null;
  const extension = extname(file);
  return {
    plain: new Uint8Array(plain),
    zipped: compressible.has(extension) ? new Uint8Array(await compress(plain)) : null,
    type: types[extension] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    immutable: path.startsWith('/assets/'),
  };
}
