import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from '@aws-sdk/client-sts';
import { AppError } from '@rolewright/shared/error.ts';
import type { AwsCredentialIdentity } from '@smithy/types';
import { call } from './answer.ts';

/** Where an account's STS is: the Region's own, whose tokens count in opt-in Regions too (D-87), or a custom endpoint's. */
export interface StsPlace {
  region: string;
  endpoint: string | null;
}

/** Assumes a role with credentials of ours. What goes wrong names sts:AssumeRole, not the call that needed the credentials. */
export async function assumeRole(
  source: AwsCredentialIdentity,
  input: AssumeRoleCommandInput,
  { region, endpoint }: StsPlace,
): Promise<AwsCredentialIdentity> {
  const client = new STSClient({
    region,
    credentials: source,
    ignoreConfiguredEndpointUrls: true,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
    ...(endpoint === null ? {} : { endpoint }),
  });
  try {
    const { Credentials } = await call('sts', 'AssumeRole', () => client.send(new AssumeRoleCommand(input)));
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
    if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration)
      throw new AppError('unavailable', `sts:AssumeRole of ${input.RoleArn} gave no credentials.`);
    return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken, expiration: Expiration };
  } finally {
    client.destroy();
  }
}
