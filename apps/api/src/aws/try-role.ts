import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import { call } from './answer.ts';
import { AwsError } from './aws-error.ts';
import type { RoleCall, RoleTried } from './port.ts';

/** The shortest session that STS gives. */
const seconds = 900;

/**
 * Makes one AssumeRole and keeps of the answer who the session is and until when. A refusal is an answer, told by its code alone: a message
 * of STS may repeat the external id. Throws AwsError for what says nothing about the role (rates, network).
 */
export async function tryRole(client: () => STSClient, { roleArn, sessionName, externalId }: RoleCall): Promise<RoleTried> {
  const input = {
    RoleArn: roleArn,
    RoleSessionName: sessionName,
    DurationSeconds: seconds,
    ...(externalId === null ? {} : { ExternalId: externalId.reveal() }),
  };
  try {
    const { AssumedRoleUser, Credentials } = await call('sts', 'AssumeRole', () => client().send(new AssumeRoleCommand(input)));
    return { answer: 'allowed', arn: AssumedRoleUser?.Arn ?? '', expiresAt: Credentials?.Expiration?.toISOString() ?? '' };
  } catch (error) {
    if (error instanceof AwsError && /^AccessDenied/.test(error.code)) return { answer: 'denied', code: error.code };
    throw error;
  }
}
