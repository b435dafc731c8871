import { z } from 'zod';
import { patternsText, rowsOf } from './access-row.ts';
import { boundSide } from './bounds.ts';
import { conditionText } from './granted-actions.ts';
import type { KeyUser } from './observed-policy.ts';
import { seenOn } from './seen-on.ts';
import type { SeenOperation, Sight } from './seen-operation.ts';

/** Something that the key's user may do and that was not seen, or not visible, so that a policy of what was seen would deny it. */
export const unseenGrant = z.object({
  policy: z.string(),
  action: z.string(),
  resource: z.string(),
  condition: z.string().nullable(),
  visible: z.boolean(),
});
export type UnseenGrant = z.infer<typeof unseenGrant>;

/** What the keys' users may do for certain, line by line as their policies have it, less what was seen of each line. */
export function unseenGrants(users: readonly KeyUser[], seen: readonly SeenOperation[], sight: Sight): UnseenGrant[] {
  const lines = users.flatMap(({ side }) => boundSide(side, 'lower').allows.flatMap(rowsOf));
  const unseen = lines.flatMap((row): UnseenGrant[] => {
    const line = { policy: row.policy, action: patternsText(row.actions), resource: patternsText(row.resources) };
    const { state } = seenOn(line, seen, sight);
    return state === 'seen' ? [] : [{ ...line, condition: conditionText(row.conditions), visible: state !== 'not-visible' }];
  });
  return [...new Map(unseen.map((one) => [JSON.stringify(one), one])).values()];
}
