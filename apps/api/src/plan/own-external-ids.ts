import type { PolicyDocument } from '@rolewright/shared/aws/policy-document.ts';
import { externalIdsIn, isMaskedExternalId, maskedExternalId } from '@rolewright/shared/iam/external-id.ts';
import { sql } from 'kysely';
import type { Deps } from '../deps.ts';

/** Links of a chain, edits of a policy change: the most that a plan may make ids for. */
const mostLinks = 20;

/**
 * Of the masked external ids in these trust policies those that this console made, each with the id itself: it is made again from the plan
 * that it was made for. The ids are for the one call that needs them, never kept (D-48).
 */
export async function ownIdsAmong(
  { db, externalId, fingerprint }: Pick<Deps, 'db' | 'externalId' | 'fingerprint'>,
  trusts: readonly PolicyDocument[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const masks = new Set(trusts.flatMap(externalIdsIn).filter(isMaskedExternalId));
  if (masks.size === 0) return found;
  for (const { id, named } of await plansNamingIds(db)) {
    if (!named.some((mask) => masks.has(mask))) continue;
    for (let link = 0; link < mostLinks; link++) {
      const own = externalId(id, link).reveal();
      const mask = maskedExternalId(own, fingerprint);
      if (masks.has(mask)) found.set(mask, own);
    }
  }
  return found;
}

/** Plans with the masked external ids that stand in their steps: one question for any number of ids. */
async function plansNamingIds(db: Deps['db']): Promise<{ id: string; named: string[] }[]> {
  const { rows } = await sql<{ id: string; named: string[] }>`
    select id, array(select distinct m[1] from regexp_matches(steps::text, '(external-id-[0-9a-f]{16})', 'g') m) as named
    from plan where steps::text like '%external-id-%'`.execute(db);
  return rows;
}
