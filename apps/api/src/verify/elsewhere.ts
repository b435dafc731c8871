import { maskKeyId } from '@rolewright/shared/aws/key-id.ts';
import { placeName } from '@rolewright/shared/inventory/place-name.ts';
import type { Deps } from '../deps.ts';

/** Other places of the same keys that the last scan saw, in sentences, for "what remains". */
export async function elsewhereOf(deps: Deps, keyIds: string[], workloadId: string): Promise<string[]> {
  if (keyIds.length === 0) return [];
  const rows = await deps.db
    .selectFrom('finding')
    .select('body')
    .where('key_id', 'in', keyIds)
    .where('standing', '!=', 'residue')
    .orderBy('id')
    .execute();
  const sentences = rows
    .filter(({ body }) => body.workloadId !== workloadId)
    .map(({ body }) => `${maskKeyId(body.keyId ?? '')} is still carried by ${body.workloadName ?? placeName(body.location)}.`);
  return [...new Set(sentences)];
}
