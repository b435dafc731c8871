import { AppError } from '@rolewright/shared/error.ts';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';

/** D-91: the console itself does not run on a long-term access key on AWS' own endpoints; on a custom endpoint it says so and goes on. */
export const isLongTermKey = (accessKeyId: string, sessionToken: string | undefined): boolean =>
  accessKeyId.startsWith('AKIA') || (sessionToken === undefined && !accessKeyId.startsWith('ASIA'));

const refusal =
  'Rolewright does not run on a long-term access key on AWS. Use a role or a profile of IAM Identity Center (aws sso login), and take the key out of its environment or profile.';
const remark = 'The console itself uses a long-term access key here. That is accepted on a custom endpoint; on AWS it is refused.';

/** Lets credentials through, and refuses a long-term key where `endpoint` is null, that is, on AWS. */
export function checkOwnKey(credentials: AwsCredentialIdentity, endpoint: string | null): AwsCredentialIdentity {
  if (endpoint === null && isLongTermKey(credentials.accessKeyId, credentials.sessionToken)) throw new AppError('blocked', refusal);
  return credentials;
}

/** The sentence about the console's own credentials, or null. Never throws: that there are none is said where they are needed. */
export async function ownKeyWarning(source: AwsCredentialIdentityProvider, endpoint: string | null): Promise<string | null> {
  try {
    const { accessKeyId, sessionToken } = await source();
    return endpoint !== null && isLongTermKey(accessKeyId, sessionToken) ? remark : null;
  } catch (error) {
    return (error as Error).message === refusal ? refusal : null;
  }
}
