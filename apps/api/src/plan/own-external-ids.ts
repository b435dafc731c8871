import type { PolicyDocument } from '@rolewright/shared/aws/policy-document.ts';
import { externalIdsIn, maskedExternalId } from '@rolewright/shared/iam/external-id.ts';
import { sql } from 'kysely';
import type { Deps } from '../deps.ts';

/** Links of a chain, edits of a policy change: the most that a plan may make ids for. */
const mostLinks = 20;

/**
 * Of the masked external ids in these trust policies those that this console made, each with the id itself: it is made again from the plan
 * that it was first made for. The ids are for the one call that needs them, never kept (D-48).
 */
export async function ownIdsAmong(
  { db, externalId, fingerprint }: Pick<Deps, 'db' | 'externalId' | 'fingerprint'>,
  trusts: readonly PolicyDocument[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const mask of new Set(trusts.flatMap(externalIdsIn))) {
    if (!/^external-id-[0-9a-f]{16}$/.test(mask)) continue;
    const plans = await db
      .selectFrom('plan')
      .select('id')
      .where(sql<boolean>`steps::text like ${`%${mask}%`}`)
      .orderBy('created_at')
      .execute();
    for (const { id } of plans) {
      const made = Array.from({ length: mostLinks }, (_, link) => externalId(id, link).reveal());
      const own = made.find((value) => maskedExternalId(value, fingerprint) === mask);
      if (own !== undefined) found.set(mask, own);
      if (own !== undefined) break;
    }
  }
  return found;
}
