import type { Profiles } from './shared-files.ts';
import type { SdkFamily } from './workload.ts';

/** A role that a profile tells the SDK to assume. */
export interface ProfileRole {
  roleArn: string;
  externalId: string | null;
  /** null: the SDK makes up a name. */
  sessionName: string | null;
  durationSeconds: number | null;
}

const credentialSources = ['Environment', 'EcsContainer', 'Ec2InstanceMetadata'] as const;
export type CredentialSource = (typeof credentialSources)[number];

/** What a profile comes to. */
export type ProfileResolution =
  | { kind: 'static'; accessKeyId: string; secretAccessKey: string; sessionToken: string | null }
  | { kind: 'source'; source: CredentialSource }
  | { kind: 'assumed-role'; role: ProfileRole; from: ProfileResolution }
  /** The SDK gives up with this message. */
  | { kind: 'none'; message: string };

/** What a profile makes of an SDK's chain; null: it says nothing of credentials, so that the chain goes on (D-01, D-05, D-07). */
export function resolveProfile(
  sdk: SdkFamily,
  profiles: Profiles,
  name: string,
  visited: readonly string[] = [],
): ProfileResolution | null {
  const profile = profiles[name] ?? {};
  const keys = keysOf(profile);
  const { role_arn: roleArn, source_profile: source, credential_source: place } = profile;
  // A profile that is named as a source of itself gives its own keys.
  if (!roleArn || (visited.length > 0 && keys !== null)) return keys;
  if (source && place) return both(sdk, name);
  if (!source && !place) return withoutSource(sdk, name, keys, roleArn, profile);
  if (source && visited.includes(source)) return none(`The profile ${source} names itself as its source`);
  const from = source ? ofSource(sdk, profiles, source, [...visited, name]) : ofPlace(place ?? '');
  return from.kind === 'none' ? from : { kind: 'assumed-role', role: roleOf(roleArn, profile), from };
}

const keysOf = (profile: Profiles[string]): Extract<ProfileResolution, { kind: 'static' }> | null => {
  const { aws_access_key_id: accessKeyId, aws_secret_access_key: secretAccessKey, aws_session_token: sessionToken = null } = profile;
  return accessKeyId && secretAccessKey ? { kind: 'static', accessKeyId, secretAccessKey, sessionToken } : null;
};

const roleOf = (roleArn: string, profile: Profiles[string]): ProfileRole => ({
  roleArn,
  externalId: profile.external_id || null,
  sessionName: profile.role_session_name || null,
  durationSeconds: Number(profile.duration_seconds) || null,
});

function ofSource(sdk: SdkFamily, profiles: Profiles, source: string, visited: readonly string[]): ProfileResolution {
  if (profiles[source] === undefined) return none(`The source profile ${source} does not exist`);
  return resolveProfile(sdk, profiles, source, visited) ?? none(`The source profile ${source} has no credentials`);
}

function ofPlace(place: string): ProfileResolution {
  const source = credentialSources.find((one) => one === place);
  return source ? { kind: 'source', source } : none(`Unsupported credential_source ${place}`);
}

/** D-07: JavaScript goes on to the next provider, the others refuse the file. */
const both = (sdk: SdkFamily, name: string): ProfileResolution | null =>
  sdk === 'js' ? null : none(`The profile ${name} has both source_profile and credential_source`);

/** D-07: JavaScript signs with the keys beside the role and never assumes it, Go assumes it with them, the others refuse the file. */
function withoutSource(
  sdk: SdkFamily,
  name: string,
  keys: Extract<ProfileResolution, { kind: 'static' }> | null,
  roleArn: string,
  profile: Profiles[string],
): ProfileResolution | null {
  if (sdk === 'js') return keys;
  if (sdk === 'go' && keys !== null) return { kind: 'assumed-role', role: roleOf(roleArn, profile), from: keys };
  return none(`The profile ${name} has a role_arn, and neither source_profile nor credential_source`);
}

const none = (message: string): ProfileResolution & { kind: 'none' } => ({ kind: 'none', message });
