import { type DocumentKey, documentKeyOf } from '@rolewright/shared/inventory/ec2/facts.ts';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import { sql } from 'kysely';
import type { Db } from '../store/database.ts';

/** What the last scan knew of other workloads and some templates and launch configurations. */
export interface UsedElsewhere {
  /** Of those, what an instance or a group besides this one launches from. */
  ids: Set<string>;
  /** User data of theirs that is in use of others, by `documentKeyOf`: no residue. */
  documents: Set<string>;
  /** Templates whose old versions are shown with another workload. */
  residues: Set<string>;
  /** Groups that launch from one of them, by id or name of what they launch from. */
  groups: { name: string; from: string }[];
}

/** Ids of launch templates and names of launch configurations that a workload `w` is launched from, with the user data of theirs that is in use. */
export const launchIdsOf = sql`
  select w.body -> 'ec2' -> 'launchTemplate' ->> 'id' as id, null as source, null::int as version
  union select w.body -> 'ec2' ->> 'launchConfigurationName', null, null
  union select override ->> 'id', null, null from jsonb_array_elements(w.body -> 'ec2' -> 'mixedInstancesPolicy' -> 'overrides') override
  union select place ->> 'id', place ->> 'source', coalesce((place ->> 'version')::int, 0)
    from jsonb_array_elements(w.detail -> 'ec2Detail' -> 'documents') place where place ->> 'standing' = 'in-use'`;

/** Who else launches from these templates (ids) and launch configurations (names), as the last scan and later runs saw it. */
export async function usedElsewhere(db: Db, { id, accountId, region }: Workload, ids: readonly string[]): Promise<UsedElsewhere> {
  const { rows } = await sql<{
    kind: Workload['kind'];
    name: string;
    from: string;
    source: DocumentKey['source'] | null;
    version: number | null;
  }>`
    select distinct w.kind, w.name, used.id as "from", used.source, used.version
    from workload w, lateral (${launchIdsOf}) used
    where w.account_id = ${accountId} and w.region = ${region} and w.id <> ${id} and w.kind in ('instance', 'auto-scaling-group')
      and used.id = any(${ids}::text[])`.execute(db);
  const residues = await sql<{ id: string }>`
    select distinct body -> 'location' ->> 'id' as id from finding
    where account_id = ${accountId} and region = ${region} and workload_id <> ${id} and standing = 'residue'
      and workload_id in (select w.id from workload w where w.kind in ('instance', 'auto-scaling-group'))
      and body -> 'location' ->> 'id' = any(${ids}::text[])`.execute(db);
  return {
    ids: new Set(rows.map((one) => one.from)),
    residues: new Set(residues.rows.map((one) => one.id)),
    documents: new Set(
      rows.flatMap(({ from, source, version }) => (source === null ? [] : [documentKeyOf({ source, id: from, version: version ?? 0 })])),
    ),
    groups: rows.filter(({ kind }) => kind === 'auto-scaling-group').map(({ name, from }) => ({ name, from })),
  };
}
