import { createHash } from 'node:crypto';
import { AppError } from '@rolewright/shared/error.ts';
import type { ListQuery, Page } from '@rolewright/shared/page.ts';
import { type Expression, type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import { z } from 'zod';

/** What a list can be sorted by: an expression that is never null, and its SQL type. */
export interface SortKey {
  by: RawBuilder<unknown>;
  type: 'text' | 'integer' | 'timestamptz' | 'boolean';
}

export interface ListShape {
  /** Name of the list, so that a cursor of another list is refused. */
  name: string;
  sorts: Record<string, SortKey>;
  defaultSort: string;
  defaultOrder: 'asc' | 'desc';
  /** Unique text column that breaks ties. */
  id: RawBuilder<string>;
}

const defaultLimit = 50;
const cursorShape = z.tuple([z.string(), z.string(), z.string()]);

/**
 * Reads one page of a query that is filtered already. Pages hang on the last row's key and not on an offset, so rows that come and go
 * between two pages neither repeat nor vanish. `row` makes the item. The cursor is bound to the list, its filters and its order.
 */
export async function readPage<DB, TB extends keyof DB, O extends object, T>(
  query: SelectQueryBuilder<DB, TB, O>,
  shape: ListShape,
  input: ListQuery,
  row: (selected: O) => T,
): Promise<Page<T>> {
  const sortName = input.sort ?? shape.defaultSort;
  const sort = Object.hasOwn(shape.sorts, sortName) ? shape.sorts[sortName] : undefined;
  if (sort === undefined) {
    const allowed = Object.keys(shape.sorts).join(', ');
    throw new AppError('bad-input', `sort: must be one of ${allowed}.`, {
      fields: [{ field: 'sort', message: `must be one of ${allowed}` }],
    });
  }
  const order = input.order ?? shape.defaultOrder;
  const limit = input.limit ?? defaultLimit;
  const binding = bindingOf(shape.name, sortName, order, input);

  const counted = await query.clearSelect().select(sql<string>`count(*)`.as('count')).executeTakeFirst();

  let page = query.select([sql<string>`(${sort.by})::text`.as('sort_key'), shape.id.as('row_key')]);
  if (input.cursor !== undefined) {
    const [value, id] = parseCursor(input.cursor, binding);
    const after: Expression<boolean> =
      order === 'asc'
        ? sql<boolean>`(${sort.by}, ${shape.id}) > (${value}::${sql.raw(sort.type)}, ${id})`
        : sql<boolean>`(${sort.by}, ${shape.id}) < (${value}::${sql.raw(sort.type)}, ${id})`;
    page = page.where(after);
  }
  const direction = sql.raw(order);
  const rows = await page
    .orderBy(sql`${sort.by} ${direction}, ${shape.id} ${direction}`)
    .limit(limit + 1)
    .execute()
    .catch((error: { code?: unknown }) => {
      // Class 22 of PostgreSQL: the value that a forged cursor carries is not of its column's type.
      throw input.cursor !== undefined && /^22/.test(String(error.code)) ? refuseCursor(notOurs) : error;
    });

  const shown = rows.slice(0, limit);
  const last = shown.at(-1) as { sort_key: string; row_key: string } | undefined;
  const nextCursor = rows.length > limit && last !== undefined ? makeCursor(binding, last.sort_key, last.row_key) : null;
  return {
    items: shown.map((one) => row(one as unknown as O)),
    nextCursor,
    total: Number((counted as { count: string } | undefined)?.count ?? 0),
  };
}

/** Text for SQL's `ilike` that finds `q` anywhere and takes its `%` and `_` literally. */
export const contains = (q: string): string => `%${q.replace(/[\\%_]/g, '\\$&')}%`;

function bindingOf(
  list: string,
  sort: string,
  order: string,
  { cursor: _cursor, limit: _limit, sort: _sort, order: _order, ...filters }: ListQuery,
): string {
  const text = JSON.stringify([list, sort, order, Object.entries(filters).sort(([a], [b]) => a.localeCompare(b))]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

const makeCursor = (binding: string, value: string, id: string): string =>
  Buffer.from(JSON.stringify([binding, value, id])).toString('base64url');

const notOurs = 'is not a cursor of this console: take nextCursor of the page before';
const refuseCursor = (message: string) => new AppError('bad-input', `cursor: ${message}.`, { fields: [{ field: 'cursor', message }] });

function parseCursor(cursor: string, binding: string): [value: string, id: string] {
  let decoded: unknown;
  try {
    decoded = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw refuseCursor(notOurs);
  }
  const parsed = cursorShape.safeParse(decoded);
  if (!parsed.success) throw refuseCursor(notOurs);
  const [boundTo, value, id] = parsed.data;
  if (boundTo !== binding) throw refuseCursor('belongs to another list, filter or order: begin again without it');
  return [value, id];
}
