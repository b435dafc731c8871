import { MalformedPolicyDocument, normalisePolicy, parsePolicy } from '@rolewright/shared/aws/policy-document.ts';
import { AwsFault, type Handlers } from '../service.ts';
import { requireSecret } from './find.ts';

/** A secret's own policy, which `authorise` asks with every call on the secret. */
export const policyHandlers: Handlers<typeof import('@aws-sdk/client-secrets-manager')> = {
  PutResourcePolicy({ SecretId, ResourcePolicy = '', BlockPublicPolicy }, context) {
    const secret = requireSecret(context, SecretId);
    const isPublic = lettingEveryoneIn(ResourcePolicy);
    if (BlockPublicPolicy && isPublic) {
      throw new AwsFault(
        'PublicPolicyException',
        'The BlockPublicPolicy parameter is true and the resource policy would grant broad access.',
      );
    }
    secret.policy = ResourcePolicy;
    return { ARN: secret.arn, Name: secret.name };
  },

  GetResourcePolicy({ SecretId }, context) {
    const secret = requireSecret(context, SecretId);
    return { ARN: secret.arn, Name: secret.name, ...(secret.policy ? { ResourcePolicy: secret.policy } : {}) };
  },

  DeleteResourcePolicy({ SecretId }, context) {
    const secret = requireSecret(context, SecretId);
    secret.policy = null;
    return { ARN: secret.arn, Name: secret.name };
  },
};

/** Throws MalformedPolicyDocumentException. */
function lettingEveryoneIn(text: string): boolean {
  try {
    return normalisePolicy(parsePolicy(text)).statements.some(
      ({ effect, principals, conditions }) =>
        effect === 'Allow' && conditions.length === 0 && principals !== null && (principals === '*' || principals.AWS?.includes('*')),
    );
  } catch (error) {
    if (error instanceof MalformedPolicyDocument) throw new AwsFault('MalformedPolicyDocumentException', error.message);
    throw error;
  }
}
