import type { DocumentPlace, Ec2Detail, UserDataDocument } from '@rolewright/shared/inventory/ec2/contract.ts';
import type { StoredEc2Detail } from '@rolewright/shared/inventory/ec2/derive.ts';
import { documentKeyOf } from '@rolewright/shared/inventory/ec2/facts.ts';
import { keyKinds } from '@rolewright/shared/inventory/ec2/state.ts';
import { roleOfWorkload } from '@rolewright/shared/inventory/runs-as.ts';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import { type Selectable, sql } from 'kysely';
import type { Db } from '../store/database.ts';
import { roleOfRow } from '../store/role-of-row.ts';
import type { UserDataTable } from '../store/tables/inventory.ts';
import { launchRelations } from './launch-relations.ts';

/** Documents shown; the findings list has the keys of all of them. */
const mostDocuments = 50;

/** The page of a workload of EC2: its user data by line, who else runs on its role (A2), and who launches from the same. */
export async function readEc2Detail(db: Db, workload: Workload, stored: StoredEc2Detail): Promise<Ec2Detail> {
  const places = stored.documents.slice(0, mostDocuments);
  const rows = await documentRows(db, workload, places);
  return {
    ...stored,
    documents: places.map((place) => documentOf(place, rows.get(documentKeyOf(keyOf(place))))),
    sharesRole: await sharingRole(db, workload),
    launchRelations: await launchRelations(db, workload, stored),
  };
}

async function documentRows(db: Db, { accountId, region }: Workload, places: readonly DocumentPlace[]) {
  const rows = await db
    .selectFrom('user_data')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('region', '=', region)
    .where('id', '=', sql<string>`any(${places.map(({ id }) => id)}::text[])`)
    .execute();
  return new Map(rows.map((row) => [documentKeyOf(row), row]));
}

function documentOf(place: DocumentPlace, row: Selectable<UserDataTable> | undefined): UserDataDocument {
  const none = { kind: null, verdict: null, holdsKey: false, lines: [], findings: [] };
  if (row === undefined) return { ...place, ...none, reading: 'unreadable', why: 'It was not read: scan again.' };
  if (row.unread !== null) return { ...place, ...none, reading: 'unreadable', why: row.unread };
  if (row.fingerprint === null) return { ...place, ...none, reading: 'absent', why: null };
  return {
    ...place,
    reading: 'known',
    why: null,
    kind: row.kind,
    verdict: row.verdict,
    holdsKey: row.findings.some(({ kind }) => keyKinds.has(kind)),
    lines: row.lines,
    findings: row.findings.map(({ line, variable, keyId, advice }) => ({ line, variable, keyId, advice })),
  };
}

async function sharingRole(db: Db, workload: Workload): Promise<Ec2Detail['sharesRole']> {
  const roleArn = roleOfWorkload(workload);
  if (roleArn === null) return [];
  return await db
    .selectFrom('workload')
    .select(['id', 'name', 'kind'])
    .where('account_id', '=', workload.accountId)
    .where('id', '<>', workload.id)
    .where(sql<boolean>`${roleOfRow} = ${roleArn}`)
    .orderBy('name')
    .execute();
}

const keyOf = ({ source, id, version }: DocumentPlace) => ({ source, id, version: version ?? 0 });
