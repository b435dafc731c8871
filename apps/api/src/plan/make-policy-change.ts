import { AppError } from '@rolewright/shared/error.ts';
import { externalIdsIn, isMaskedExternalId, mapExternalIds, maskedExternalId } from '@rolewright/shared/iam/external-id.ts';
import { generatedId, type PolicyChangeInputs } from '@rolewright/shared/plan/policy-change.ts';
import type { PolicyChangeSnapshot } from '@rolewright/shared/plan/policy-change-snapshot.ts';
import { type PolicyChangePlan, planPolicyChange } from '@rolewright/shared/plan/recipes/policy-change.ts';
import type { Deps } from '../deps.ts';

/** The recipe over a snapshot, with this plan's own external ids, masked: a plan is stored and shown (D-48). */
export function makePolicyChange(
  { externalId, fingerprint }: Pick<Deps, 'externalId' | 'fingerprint'>,
  id: string,
  snapshot: PolicyChangeSnapshot,
  inputs: PolicyChangeInputs,
): PolicyChangePlan {
  const masked = inputs.edits.map((_edit, index) => maskedExternalId(externalId(id, index).reveal(), fingerprint));
  return planPolicyChange(id, snapshot, inputs, masked);
}

/** Inputs with every external id that was given in plain as its fingerprint, before anything is kept. */
export const maskedInputs = ({ edits }: PolicyChangeInputs, fingerprint: Deps['fingerprint']): PolicyChangeInputs => ({
  edits: edits.map((edit) => {
    if (edit.kind !== 'trust') return edit;
    const mask = (value: string) => (value === generatedId || isMaskedExternalId(value) ? value : maskedExternalId(value, fingerprint));
    return { ...edit, document: mapExternalIds(edit.document, mask) };
  }),
});

/**
 * An external id that a role does not ask for today cannot be carried to the call, since none is stored: the console makes new ones. Throws
 * AppError `bad-input` that names the document.
 */
export function refuseStrangeIds({ edits }: PolicyChangeInputs, { target, principals }: PolicyChangeSnapshot): void {
  edits.forEach((edit, index) => {
    if (edit.kind !== 'trust') return;
    const role = principals[target.principals.findIndex(({ arn }) => arn === edit.roleArn)];
    if (role?.kind !== 'role' || role.reading.state !== 'known') return;
    const there = new Set(externalIdsIn(role.reading.value.trust));
    const strange = externalIdsIn(edit.document).find((mask) => mask !== generatedId && !there.has(mask));
    if (strange === undefined) return;
    const field = `inputs.edits.${index}.document`;
    const message = `asks for an external id that the role does not ask for today; write "${generatedId}" in its place, and the console makes a new one that it never stores`;
    throw new AppError('bad-input', `${field}: ${message}.`, { fields: [{ field, message }] });
  });
}
