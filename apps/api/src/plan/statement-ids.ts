import type { PolicyDocument } from '@rolewright/shared/aws/policy-document.ts';
import { externalIdsIn, mapExternalIds } from '@rolewright/shared/iam/external-id.ts';
import { statementsOf } from '@rolewright/shared/iam/trust-statements.ts';
import { generatedId } from '@rolewright/shared/plan/policy-change.ts';
import type { Deps } from '../deps.ts';
import { ownIdsAmong } from './own-external-ids.ts';

/** Masked external ids that one statement of a trust policy asks for. */
export const idsAsked = (trust: PolicyDocument, sid: string): string[] =>
  externalIdsIn({ Statement: statementsOf(trust).filter(({ Sid }) => Sid === sid) });

/** Those of them that this console made, by their masks: the plan's own, or what rotation put in its place (A6). For the one call that needs them. */
export const ownIdsAsked = (
  deps: Pick<Deps, 'db' | 'externalId' | 'fingerprint'>,
  trust: PolicyDocument,
  sid: string,
): Promise<Map<string, string>> => ownIdsAmong(deps, [{ Statement: statementsOf(trust).filter(({ Sid }) => Sid === sid) }]);

/** The trust policy with these ids in one statement's `sts:ExternalId`. */
export function withIds(trust: PolicyDocument, sid: string, ids: string | string[]): PolicyDocument {
  const Statement = statementsOf(trust).map((statement) => {
    if (statement.Sid !== sid) return statement;
    // One mark for the whole value, then the value: a list may take the place of a word, and the other way round.
    const marked = JSON.stringify(mapExternalIds({ Statement: [statement] }, () => generatedId).Statement);
    const [changed] = JSON.parse(marked, (key, value: unknown) => (key.toLowerCase() === 'sts:externalid' ? ids : value)) as Record<
      string,
      unknown
    >[];
    return changed ?? statement;
  });
  return { ...trust, Statement };
}
