import type { ColumnType, Generated, JSONColumnType } from 'kysely';

/** jsonb: read as the parsed value, written as JSON text (node-postgres would turn an array into a PostgreSQL array). */
export type Json<T> = ColumnType<T, string, string>;
/** timestamptz: read as a Date, written as a Date or an ISO string; for columns that the database fills itself use `Generated`. */
export type Timestamp = ColumnType<Date, Date | string, Date | string>;
export type GeneratedTimestamp = ColumnType<Date, Date | string | undefined, Date | string>;

interface SettingTable {
  key: string;
  value: Json<unknown>;
}

interface SessionTable {
  /** SHA-256 of the cookie's value, hex; the value itself is never stored. */
  id_hash: string;
  created_at: GeneratedTimestamp;
  expires_at: Timestamp;
}

interface SignInCodeTable {
  /** SHA-256 of the code, hex. */
  code_hash: string;
  expires_at: Timestamp;
  used_at: Timestamp | null;
}

interface AuditTable {
  /** bigint: arrives as text. */
  id: Generated<string>;
  at: GeneratedTimestamp;
  actor: string;
  action: string;
  target: string;
  account_id: string | null;
  summary: string;
  detail: JSONColumnType<Record<string, unknown>>;
  request_id: string | null;
}

interface IdempotencyTable {
  key: string;
  route: string;
  actor: string;
  /** SHA-256 of the request's body, so that one key cannot stand for two requests. */
  request_hash: string;
  /** null while the first request is still at work. */
  status: number | null;
  /** The answer's text as one JSON string. */
  body: Json<string> | null;
  created_at: GeneratedTimestamp;
}

/**
 * Every table, as kysely sees it. An idea adds its own tables beside its queries, by merging:
 * `declare module '../store/schema.ts' { interface Database { workload: WorkloadTable } }`.
 */
export interface Database {
  setting: SettingTable;
  session: SessionTable;
  sign_in_code: SignInCodeTable;
  audit: AuditTable;
  idempotency: IdempotencyTable;
}
