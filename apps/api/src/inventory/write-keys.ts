import { prefixOfKeyId } from '@rolewright/shared/aws/key-id.ts';
import type { Finding } from '@rolewright/shared/findings/finding.ts';
import type { AccessKey } from '@rolewright/shared/keys/access-key.ts';
import { whyOfKey } from '@rolewright/shared/keys/why.ts';
import { sql, type Transaction } from 'kysely';
import type { Database } from '../store/schema.ts';
import { byName } from './by-name.ts';
import { cut } from './cut.ts';
import type { KeyFacts } from './key-facts.ts';

export interface KeysInput {
  accountId: string;
  awsAccountId: string;
  keys: { get(keyId: string): KeyFacts };
  checkedAt: Date;
}

type FoundKey = Pick<Finding, 'standing' | 'workloadId' | 'workloadName'>;

/** Counts each key's places anew from the findings as they now are in the table, and removes keys that are found nowhere any more. */
export async function writeKeys(trx: Transaction<Database>, input: KeysInput): Promise<void> {
  const found = await trx
    .selectFrom('finding')
    .select(['key_id', 'standing', 'workload_id as workloadId', sql<string | null>`body ->> 'workloadName'`.as('workloadName')])
    .where('account_id', '=', input.accountId)
    .where('key_id', 'is not', null)
    .where('kind', '<>', 'role-has-no-effect')
    .execute();
  const keys = [...Map.groupBy(found, (one) => one.key_id ?? '')].map(([keyId, places]) => accessKeyOf(keyId, places, input));
  const rows = keys.map((key) => ({
    account_id: input.accountId,
    key_id: key.keyId,
    owner: key.owner ?? '',
    places: key.places,
    places_in_use: key.placesInUse,
    last_used_at: key.lastUse.state === 'used' ? key.lastUse.at : null,
    checked_at: input.checkedAt,
    body: JSON.stringify(key),
  }));
  await trx.deleteFrom('access_key').where('account_id', '=', input.accountId).execute();
  for (const batch of cut(rows)) await trx.insertInto('access_key').values(batch).execute();
}

/** A key's findings and what IAM says of it → the key as screens show it. */
export function accessKeyOf(keyId: string, found: FoundKey[], { accountId, awsAccountId, keys, checkedAt }: KeysInput): AccessKey {
  const facts = keys.get(keyId);
  const inUse = found.filter((one) => one.standing === 'in-use');
  const workloads = new Map(
    found.flatMap(({ workloadId: id, workloadName: name }) => (id === null ? [] : [[id, { id, name: name ?? '' }]])),
  );
  const prefix = prefixOfKeyId(keyId) ?? 'AKIA';
  const foreign = facts.ownerState === 'foreign';
  const counted = { places: found.length, placesInUse: inUse.length };
  const workloadNames = [...new Set(inUse.map((one) => one.workloadName ?? ''))].sort();
  return {
    keyId,
    accountId,
    awsAccountId,
    keyAccountId: facts.keyAccountId,
    foreign,
    prefix,
    owner: facts.owner,
    ownerState: facts.ownerState,
    status: facts.status,
    createdAt: facts.createdAt,
    lastUse: facts.lastUse,
    ownerDangers: facts.ownerDangers,
    ...counted,
    workloads: [...workloads.values()].sort(byName),
    why: whyOfKey({ ...facts, ...counted, prefix, foreign, workloadNames }, checkedAt),
    checkedAt: checkedAt.toISOString(),
  };
}
