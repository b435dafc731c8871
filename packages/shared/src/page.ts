import { z } from 'zod';

/** One page of a list. `nextCursor` is opaque: hand it back as `cursor` with the same filters; null on the last page. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable(), total: z.number().int() });
export type Page<T> = { items: T[]; nextCursor: string | null; total: number };

/** What every list accepts in its query string. `account` is our account id or the 12 digits. */
export const listQuery = z.strictObject({
  account: z.string().optional(),
  region: z.string().optional(),
  state: z.string().optional(),
  keyId: z.string().optional(),
  workloadId: z.string().optional(),
  q: z.string().max(200).optional(),
  /** Column to sort by; each list names its own and answers 400 with the allowed ones. */
  sort: z.string().max(40).optional(),
  order: z.enum(['asc', 'desc']).optional(),
  cursor: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});
export type ListQuery = z.infer<typeof listQuery>;
