import { AppError } from '@rolewright/shared/error.ts';
import { type Finding, findingKind } from '@rolewright/shared/findings/finding.ts';
import type { ListQuery, Page } from '@rolewright/shared/page.ts';
import { sql } from 'kysely';
import type { Context } from '../deps.ts';
import { inAccount, statesOf } from '../http/filters.ts';
import { contains, type ListShape, readPage } from '../http/page.ts';

const standings: Finding['standing'][] = ['in-use', 'newest', 'residue'];
const rank = sql`array_position(array['in-use','newest','residue'], standing)`;
/** What belongs together stands together: by family, its newest revision first. */
const place = sql<string>`(family || ' ' || lpad((999999 - least(revision, 999999))::text, 6, '0') || ' ' || container || ' ' || variable || ' ' || id)`;

const shape: ListShape = {
  name: 'findings',
  sorts: {
    standing: { by: rank, type: 'integer' },
    kind: { by: sql`kind`, type: 'text' },
    family: { by: sql`family`, type: 'text' },
    variable: { by: sql`variable`, type: 'text' },
    foundAt: { by: sql`found_at`, type: 'timestamptz' },
    keyId: { by: sql`coalesce(key_id, '')`, type: 'text' },
  },
  defaultSort: 'standing',
  defaultOrder: 'asc',
  id: place,
};

/** GET /api/findings. `state` filters by standing (in-use, newest, residue) or by kind, separated by commas. */
export async function listFindings({ deps }: Context, query: ListQuery): Promise<Page<Finding>> {
  let rows = deps.db.selectFrom('finding').select(['body', 'found_at']);
  if (query.account !== undefined) rows = rows.where(inAccount(query.account));
  if (query.region !== undefined) rows = rows.where('region', '=', query.region);
  if (query.workloadId !== undefined) rows = rows.where('workload_id', '=', query.workloadId);
  if (query.keyId !== undefined) rows = rows.where('key_id', '=', query.keyId);
  if (query.state !== undefined) {
    const words = statesOf(query.state, [...standings, ...findingKind.options]);
    const stands = standings.filter((one) => words.includes(one));
    const kinds = findingKind.options.filter((one) => words.includes(one));
    if (kinds.length > 0) rows = rows.where('kind', 'in', kinds);
    if (stands.length > 0) rows = rows.where('standing', 'in', stands);
  }
  if (query.q !== undefined) {
    const text = contains(query.q);
    rows = rows.where((where) =>
      where.or([
        where('variable', 'ilike', text),
        where('family', 'ilike', text),
        where('container', 'ilike', text),
        where('key_id', 'ilike', text),
        sql<boolean>`body ->> 'workloadName' ilike ${text}`,
      ]),
    );
  }
  return readPage(rows, shape, query, (row) => ({ ...row.body, foundAt: row.found_at.toISOString() }));
}

/** GET /api/findings/{id}. */
export async function readFinding({ deps }: Context, id: string): Promise<Finding> {
  const row = await deps.db.selectFrom('finding').select(['body', 'found_at']).where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new AppError('not-found', `There is no finding ${id}. It may be gone: scan again.`);
  return { ...row.body, foundAt: row.found_at.toISOString() };
}
