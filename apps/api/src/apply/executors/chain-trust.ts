import type { PolicyDocument } from '@rolewright/shared/aws/policy-document.ts';
import { mapExternalIds, maskedExternalId, withoutExternalIds } from '@rolewright/shared/iam/external-id.ts';
import { statementsOf } from '@rolewright/shared/iam/trust-statements.ts';
import { canonicalJson } from '@rolewright/shared/plan/fingerprint.ts';
import type { StepContext } from './executor.ts';

type Ids = Pick<StepContext, 'deps' | 'planId'>;

/** A planned trust policy with this link's external id in the place of its fingerprint: for the one call that needs it, never kept (D-48). */
export function withOwnId<T extends PolicyDocument>({ deps, planId }: Ids, document: T, link: number | undefined): T {
  if (link === undefined) return document;
  const id = deps.externalId(planId, link);
  const mask = maskedExternalId(id.reveal(), deps.fingerprint);
  return mapExternalIds(document, (value) => (value === mask ? id.reveal() : value)) as T;
}

/** Do two trust policies say the same, whatever the order of their members? External ids are compared by fingerprint. */
export const isSameTrust = ({ deps }: Pick<StepContext, 'deps'>, real: PolicyDocument, planned: PolicyDocument): boolean =>
  canonicalJson(withoutExternalIds(real, deps.fingerprint)) === canonicalJson(planned);

/** Has the policy each of these statements as they are planned? */
export function hasStatements({ deps }: Pick<StepContext, 'deps'>, real: PolicyDocument, planned: PolicyDocument, sids: string[]): boolean {
  const ofSids = (document: PolicyDocument) => statementsOf(document).filter(({ Sid }) => sids.includes(String(Sid)));
  return canonicalJson(ofSids(withoutExternalIds(real, deps.fingerprint))) === canonicalJson(ofSids(planned));
}
