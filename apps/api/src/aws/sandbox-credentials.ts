import { AppError } from '@rolewright/shared/error.ts';
import type { Secret } from '@rolewright/shared/secret.ts';
import type { AwsCredentialIdentity } from '@smithy/types';

/** Where the embedded sandbox is and the token that opens its credentials endpoint. */
export interface SandboxAccess {
  url: string;
  token: Secret<string>;
}

/** Temporary credentials of one of the console's roles in an account of the sandbox. */
export async function sandboxCredentials(
  sandbox: SandboxAccess | null,
  awsAccountId: string,
  role: 'RolewrightReader' | 'RolewrightOperator',
): Promise<AwsCredentialIdentity> {
  if (sandbox === null) throw notRunning();
  const address = new URL(`/_sandbox/credentials/${role}`, sandbox.url);
  address.searchParams.set('account', awsAccountId);
  const headers = { authorization: `Bearer ${sandbox.token.reveal()}` };
  const answer = await fetch(address, { headers }).catch(() => {
    throw notRunning();
  });
  if (!answer.ok) throw new AppError('unavailable', `The sandbox gave no credentials of ${role} (HTTP ${answer.status}).`);
  const body = (await answer.json()) as { AccessKeyId: string; SecretAccessKey: string; Token: string; Expiration: string };
  return {
    accessKeyId: body.AccessKeyId,
    secretAccessKey: body.SecretAccessKey,
    sessionToken: body.Token,
    expiration: new Date(body.Expiration),
  };
}

const notRunning = () => new AppError('unavailable', 'The sandbox is not running. Start the console again.');
