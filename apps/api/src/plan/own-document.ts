import { policySize } from '@rolewright/shared/aws/policy-document.ts';
import { AppError } from '@rolewright/shared/error.ts';
import { defaultQuotas } from '@rolewright/shared/iam/carry-over.ts';
import { policyProblems } from '@rolewright/shared/iam/policy-grammar.ts';
import type { InstanceInputs } from '@rolewright/shared/plan/ec2-instance.ts';

/** The operator's own document has to be one that a role can have. Throws AppError `bad-input` naming the field. */
export function checkOwnDocument(permissions: InstanceInputs['permissions']): void {
  if (permissions === undefined || permissions === 'carry-over') return;
  const field = 'inputs.permissions.document';
  const size = policySize(permissions.document);
  const tooLong = `has ${size} characters without white space; the inline policies of a role may have ${defaultQuotas.inlineSize}`;
  const [problem] = size > defaultQuotas.inlineSize ? [tooLong] : policyProblems(JSON.stringify(permissions.document), 'inline');
  if (problem !== undefined) throw new AppError('bad-input', `${field}: ${problem}.`, { fields: [{ field, message: problem }] });
}
