import { fromIni, fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { Access } from '@rolewright/shared/accounts/account.ts';
import { AppError } from '@rolewright/shared/error.ts';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { assumeRole } from './assume-role.ts';
import { checkOwnKey, ownKeyWarning } from './own-key.ts';
import { remembered } from './remembered.ts';
import { type SandboxAccess, sandboxCredentials } from './sandbox-credentials.ts';

/** Which of the two roles of an account is needed (D-92): one reads, one changes. */
export type Purpose = 'read' | 'change';

export interface CredentialsInput {
  access: Access;
  region: string;
  /** null: AWS' own. */
  endpoint: string | null;
  purpose: Purpose;
  sandbox: SandboxAccess | null;
}

const sandboxRole = { read: 'RolewrightReader', change: 'RolewrightOperator' } as const;

/**
 * The credentials that an account is reached with, refreshed as they expire. A long-term key of our own is refused on AWS' endpoints, also as
 * the source of a role (D-91). Keys that a scan finds never come here (D-97).
 */
export function credentialsFor(input: CredentialsInput): AwsCredentialIdentityProvider {
  const { access, endpoint, purpose, sandbox } = input;
  if (access.kind === 'sandbox') return remembered(() => sandboxCredentials(sandbox, access.awsAccountId, sandboxRole[purpose]));
  const own = ownCredentials(input);
  if (access.kind !== 'role') return remembered(own);
  const { roleArn, operatorRoleArn, sessionName, externalId, sourceIdentity } = access;
  const role = {
    RoleArn: purpose === 'change' ? (operatorRoleArn ?? roleArn) : roleArn,
    RoleSessionName: sessionName ?? 'rolewright',
    ...(externalId === undefined ? {} : { ExternalId: externalId }),
    ...(sourceIdentity === undefined ? {} : { SourceIdentity: sourceIdentity }),
  };
  return remembered(async () => assumeRole(await own(), role, { region: input.region, endpoint }));
}

/** A sentence about the console's own credentials, or null. */
export async function warningFor(input: CredentialsInput): Promise<string | null> {
  return input.access.kind === 'sandbox' ? null : await ownKeyWarning(ownCredentials(input), input.endpoint);
}

/**
 * What the console's process has of its own: its chain, or one profile and nothing else (a profile that is not there must not end in the
 * role of the machine). The files are read anew each time, so that `aws sso login` and a new profile count without a restart.
 */
function ownCredentials({ access, region, endpoint }: CredentialsInput): AwsCredentialIdentityProvider {
  const settings = {
    ignoreCache: true,
    roleAssumer: (source: AwsCredentialIdentity, role: Parameters<typeof assumeRole>[1]) =>
      assumeRole(checkOwnKey(source, endpoint), role, { region, endpoint }),
  };
  const provider = access.kind === 'profile' ? fromIni({ ...settings, profile: access.profile }) : fromNodeProviderChain(settings);
  return async () => {
    const credentials = await provider().catch((error: unknown) => {
      throw noneFound(access, error);
    });
    return checkOwnKey(credentials, endpoint);
  };
}

function noneFound(access: Access, error: unknown): unknown {
  const { name, message } = error as Error;
  if (name !== 'CredentialsProviderError') return error;
  const where =
    access.kind === 'profile' ? `the profile ${access.profile}` : 'its own credential chain (environment, profile, role of the machine)';
  // The message of a credential_process that failed holds its command line.
  const why = message.startsWith('Command failed') ? 'Its credential_process failed.' : `The AWS SDK says: ${message}`;
  return new AppError('blocked', `The console found no credentials in ${where}. ${why}`);
}
