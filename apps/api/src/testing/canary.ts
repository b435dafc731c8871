import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import type { TestConsole } from './open-console.ts';

/** All that the console has kept or said: every row of every table, every file of its own (the log too), every answer; by place. */
export async function everyPlace(console: TestConsole): Promise<Map<string, string>> {
  const places = new Map<string, string>();
  const { rows } = await sql<{ name: string }>`select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`.execute(console.deps.db);
  for (const { name } of rows) {
    const table = await sql<{ row: string }>`select t::text as row from ${sql.raw(name)} t`.execute(console.deps.db);
    places.set(`table ${name}`, table.rows.map((one) => one.row).join('\n'));
  }
  for (const file of readdirSync(console.dataDir, { recursive: true, withFileTypes: true })) {
    const at = path.relative(console.dataDir, path.join(file.parentPath, file.name));
    // The sandbox is AWS, which has them.
    if (file.isFile() && !at.startsWith('sandbox')) places.set(at, readFileSync(path.join(console.dataDir, at), 'utf8'));
  }
  places.set('answers', console.answers.join('\n'));
  return places;
}

/** Places in which one of the secrets stands: as it is, percent-encoded, or in Base64. */
export function leaksOf(places: ReadonlyMap<string, string>, secrets: readonly string[]): string[] {
  const forms = secrets.flatMap((secret) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]);
  return [...places].filter(([, text]) => forms.some((form) => text.includes(form))).map(([place]) => place);
}
