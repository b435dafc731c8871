import { fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { Access } from '@rolewright/shared/accounts/account.ts';
import { AppError } from '@rolewright/shared/error.ts';
import type { Secret } from '@rolewright/shared/secret.ts';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';

/** Which of the two roles of an account is needed (D-92): one reads, one changes. */
export type Purpose = 'read' | 'change';

/** Where the embedded sandbox is and the token that opens its credentials endpoint. */
export interface SandboxAccess {
  url: string;
  token: Secret<string>;
}

export interface CredentialsInput {
  access: Access;
  region: string;
  endpoint: string | null;
  purpose: Purpose;
  sandbox: SandboxAccess | null;
}

const sandboxRole = { read: 'RolewrightReader', change: 'RolewrightOperator' } as const;
/** New credentials are fetched this long before the old ones end. */
const freshForMilliseconds = 5 * 60_000;

/**
 * The credentials that an account is reached with, refreshed as they expire. A long-term key of our own is refused on AWS' endpoints (D-91);
 * on a custom endpoint it is let through, and `warningFor` says so. Keys that a scan finds never come here (D-97).
 */
export function credentialsFor(input: CredentialsInput): AwsCredentialIdentityProvider {
  const provider = remembered(providerFor(input));
  return async () => {
    const credentials = await provider();
    if (input.endpoint === null && isLongTermKey(credentials)) throw longTermKeyRefused();
    return credentials;
  };
}

/** A sentence about the console's own credentials, or null. Never throws: an account may be registered before its credentials work. */
export async function warningFor(input: CredentialsInput): Promise<string | null> {
  const credentials = await remembered(providerFor(input))().catch(() => null);
  if (credentials === null || !isLongTermKey(credentials)) return null;
  return input.endpoint === null
    ? longTermKeyRefused().message
    : 'The console itself uses a long-term access key here. That is accepted on a custom endpoint; on AWS it is refused.';
}

const isLongTermKey = (credentials: AwsCredentialIdentity): boolean =>
  credentials.accessKeyId.startsWith('AKIA') || (credentials.sessionToken === undefined && !credentials.accessKeyId.startsWith('ASIA'));

const longTermKeyRefused = () =>
  new AppError(
    'blocked',
    'Rolewright does not run on a long-term access key on AWS. Use a role or a profile of IAM Identity Center (aws sso login), and take AWS_ACCESS_KEY_ID out of its environment.',
  );

function providerFor({ access, region, endpoint, purpose, sandbox }: CredentialsInput): AwsCredentialIdentityProvider {
  switch (access.kind) {
    case 'sandbox':
      return () => sandboxCredentials(sandbox, access.awsAccountId, sandboxRole[purpose]);
    case 'ambient':
      return fromNodeProviderChain();
    case 'profile':
      return fromNodeProviderChain({ profile: access.profile });
    case 'role':
      return fromTemporaryCredentials({
        masterCredentials: refusingLongTermKeys(fromNodeProviderChain(), endpoint),
        params: {
          RoleArn: access.roleArn,
          RoleSessionName: access.sessionName ?? 'rolewright',
          ...(access.externalId === undefined ? {} : { ExternalId: access.externalId }),
          ...(access.sourceIdentity === undefined ? {} : { SourceIdentity: access.sourceIdentity }),
        },
        clientConfig: { region, ...(endpoint === null ? {} : { endpoint }) },
      });
  }
}

function refusingLongTermKeys(provider: AwsCredentialIdentityProvider, endpoint: string | null): AwsCredentialIdentityProvider {
  return async () => {
    const credentials = await provider();
    if (endpoint === null && isLongTermKey(credentials)) throw longTermKeyRefused();
    return credentials;
  };
}

async function sandboxCredentials(sandbox: SandboxAccess | null, awsAccountId: string, role: string): Promise<AwsCredentialIdentity> {
  if (sandbox === null) throw new AppError('unavailable', 'The sandbox is not running. Start the console again.');
  const address = new URL(`/_sandbox/credentials/${role}`, sandbox.url);
  address.searchParams.set('account', awsAccountId);
  const answer = await fetch(address, { headers: { authorization: `Bearer ${sandbox.token.reveal()}` } });
  if (!answer.ok) throw new AppError('unavailable', `The sandbox gave no credentials of ${role} (HTTP ${answer.status}).`);
  const body = (await answer.json()) as { AccessKeyId: string; SecretAccessKey: string; Token: string; Expiration: string };
  return {
    accessKeyId: body.AccessKeyId,
    secretAccessKey: body.SecretAccessKey,
    sessionToken: body.Token,
    expiration: new Date(body.Expiration),
  };
}

/** Keeps credentials until shortly before they end; simultaneous callers share one fetch. */
function remembered(provider: AwsCredentialIdentityProvider): AwsCredentialIdentityProvider {
  let current: Promise<AwsCredentialIdentity> | null = null;
  let usableUntil = 0;
  return async () => {
    if (current === null || Date.now() > usableUntil) {
      usableUntil = Number.POSITIVE_INFINITY;
      current = provider();
      current.then(
        ({ expiration }) => {
          usableUntil = expiration === undefined ? Date.now() + freshForMilliseconds : expiration.getTime() - freshForMilliseconds;
        },
        () => {
          current = null;
        },
      );
    }
    return current;
  };
}
