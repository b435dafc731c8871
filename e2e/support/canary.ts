import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';

/** Of the embedded database. */
const user = 'rolewright';

/** The secrets that the estate was seeded with, read from the sandbox's own state file; AWS would never tell them. */
export function estateSecrets(dataDir: string): string[] {
  const state = JSON.parse(readFileSync(path.join(dataDir, 'sandbox/state.json'), 'utf8')) as unknown;
  const secrets = new Set<string>();
  const walk = (value: unknown, name = ''): void => {
    if (typeof value === 'string') {
      if (/^(secretAccessKey|sessionToken)$/i.test(name) && value.length >= 20) secrets.add(value);
      if (/^xoxb-/.test(value)) secrets.add(value);
    } else if (Array.isArray(value)) for (const item of value) walk(item);
    else if (value && typeof value === 'object') for (const [key, item] of Object.entries(value)) walk(item, key);
  };
  walk(state);
  return [...secrets];
}

/** Names of the places in `texts` that hold one of the secrets. */
export function leaks(secrets: string[], texts: Record<string, string>): string[] {
  return Object.entries(texts).flatMap(([where, text]) => (secrets.some((secret) => text.includes(secret)) ? [where] : []));
}

/** The embedded database of a data directory: its URL, and the folder of its raw files, which may lie elsewhere (`postgres/place.json`). */
export function databaseOf(dataDir: string): { url: string; folder: string } {
  const pointer = path.join(dataDir, 'postgres/place.json');
  const folder = existsSync(pointer)
    ? (JSON.parse(readFileSync(pointer, 'utf8')) as { folder: string }).folder
    : path.join(dataDir, 'postgres');
  const password = readFileSync(path.join(dataDir, 'postgres/password'), 'utf8').trim();
  const port = readFileSync(path.join(folder, 'data/postmaster.pid'), 'utf8').split('\n')[3];
  return { url: `postgres://${user}:${password}@127.0.0.1:${port}/postgres`, folder };
}

/** Every row of every table as text, by table. */
export async function databaseRows(url: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    );
    const found: Record<string, string> = {};
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t`);
      found[`table ${name}`] = rows.map((row) => row.row).join('\n');
    }
    return found;
  } finally {
    await client.end();
  }
}

/** Every file beneath a folder as latin1 text (so that raw database pages are searched too), except the folders named. */
export function filesBeneath(folder: string, except: string[] = []): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of readdirSync(folder)) {
    if (except.includes(entry)) continue;
    const full = path.join(folder, entry);
    const info = statSync(full, { throwIfNoEntry: false });
    if (info?.isDirectory()) Object.assign(found, filesBeneath(full, except));
    else if (info?.isFile()) found[full] = readFileSync(full, 'latin1');
  }
  return found;
}
