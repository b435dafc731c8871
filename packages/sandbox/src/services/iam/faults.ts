import { MalformedPolicyDocument } from '@rolewright/shared/aws/policy-document.ts';
import { type PolicyKind, requirePolicy } from '@rolewright/shared/iam/policy-grammar.ts';
import { AwsFault } from '../service.ts';

/** IAM's modelled errors, with the status that each has on the wire. The messages are AWS's. */
export const noSuchEntity = (message: string): AwsFault => new AwsFault('NoSuchEntityException', message, 404);
export const alreadyExists = (message: string): AwsFault => new AwsFault('EntityAlreadyExistsException', message, 409);
export const limitExceeded = (message: string): AwsFault => new AwsFault('LimitExceededException', message, 409);
export const deleteConflict = (message: string): AwsFault => new AwsFault('DeleteConflictException', message, 409);
export const malformedPolicy = (message: string): AwsFault => new AwsFault('MalformedPolicyDocumentException', message, 400);
export const invalidInput = (message: string): AwsFault => new AwsFault('InvalidInputException', message, 400);
export const validationError = (message: string): AwsFault => new AwsFault('ValidationError', message, 400);
export const unmodifiable = (role: string): AwsFault =>
  new AwsFault(
    'UnmodifiableEntityException',
    `Cannot perform the operation on the protected role '${role}' - this role is only modifiable by AWS`,
    400,
  );

/** Throws MalformedPolicyDocument in AWS's words when the text is no policy of that kind. */
export function requireGrammar(document: string, kind: PolicyKind): void {
  try {
    requirePolicy(document, kind);
  } catch (error) {
    if (error instanceof MalformedPolicyDocument) throw malformedPolicy(error.message);
    throw error;
  }
}
