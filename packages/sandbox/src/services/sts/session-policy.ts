import type { AssumeRoleRequest } from '@aws-sdk/client-sts';
import type { AccountState } from '../../state/world.ts';
import { requireGrammar } from '../iam/faults.ts';
import { policyByArn } from '../iam/find.ts';
import { AwsFault } from '../service.ts';

/** Characters of session policies and tags together that STS can pack; AWS's own measure is not published, so this is the plaintext limit (D-41). */
const packedLimit = 2048;

/** The session policy of a call, inline and managed ones as one document, and how much of the room all of it takes, in percent. */
export interface SessionPolicy {
  document: string | null;
  packedSize: number | null;
}

/** Throws MalformedPolicyDocument, PackedPolicyTooLarge, or ValidationError for a managed policy that is not there. `account`: the role's. */
export function sessionPolicy(
  { Policy, PolicyArns, Tags }: Pick<AssumeRoleRequest, 'Policy' | 'PolicyArns' | 'Tags'>,
  account: AccountState,
): SessionPolicy {
  if (Policy !== undefined) requireGrammar(Policy, 'session');
  const arns = (PolicyArns ?? []).map(({ arn = '' }) => arn);
  if (arns.length > 10) throw new AwsFault('ValidationError', 'Up to 10 managed policies may be passed as session policies.', 400);
  const managed = arns.map((arn) => managedDocument(account, arn));
  const size = [Policy ?? '', ...arns, ...(Tags ?? []).flatMap(({ Key = '', Value = '' }) => [Key, Value])].join('').length;
  const packedSize = Math.ceil((size * 100) / packedLimit);
  if (packedSize > 100) {
    throw new AwsFault(
      'PackedPolicyTooLargeException',
      `Packed policy consumes ${packedSize}% of allotted space, please use smaller policy.`,
      400,
    );
  }
  const documents = [...(Policy === undefined ? [] : [Policy]), ...managed];
  return { document: documents.length === 0 ? null : joined(documents), packedSize: size === 0 ? null : packedSize };
}

function managedDocument(account: AccountState, arn: string): string {
  const policy = policyByArn(account, arn);
  const version = policy?.versions.find(({ id }) => id === policy.defaultVersionId);
  if (!version) throw new AwsFault('ValidationError', `Policy ${arn} does not exist or is not attachable.`, 400);
  return version.document;
}

/** Several session policies allow what any of them allows, so their statements together are one policy. */
function joined(documents: readonly string[]): string {
  if (documents.length === 1) return documents[0] ?? '';
  const statements = documents.flatMap((document) => (JSON.parse(document) as { Statement: unknown }).Statement);
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
