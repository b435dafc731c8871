import { type CredentialSource, type ProfileResolution, type ProfileRole, resolveProfile } from './profile-chain.ts';
import type { OnInstance, SdkFamily } from './workload.ts';

/** What an SDK's chain makes of a process: web identity, SSO and processes that give credentials do not exist in the sandbox's workloads. */
export type Resolution =
  | { kind: 'static'; accessKeyId: string; secretAccessKey: string; sessionToken: string | null }
  | { kind: 'container-role' }
  /** The instance's profile has the last word: whether there is one, the metadata service says. */
  | { kind: 'instance-role' }
  /** A profile of the config file says which role is assumed, and with whose credentials. */
  | { kind: 'assumed-role'; role: ProfileRole; from: Resolution }
  /** The SDK gives up with this message. */
  | { kind: 'none'; message: string };

/** Names under which each family looks for the halves of a pair, and the session token, in its order (D-01, D-04). */
const names: Record<SdkFamily, { id: string[]; secret: string[]; token: string[] }> = {
  js: { id: ['AWS_ACCESS_KEY_ID'], secret: ['AWS_SECRET_ACCESS_KEY'], token: ['AWS_SESSION_TOKEN'] },
  python: { id: ['AWS_ACCESS_KEY_ID'], secret: ['AWS_SECRET_ACCESS_KEY'], token: ['AWS_SECURITY_TOKEN', 'AWS_SESSION_TOKEN'] },
  go: {
    id: ['AWS_ACCESS_KEY_ID', 'AWS_ACCESS_KEY'],
    secret: ['AWS_SECRET_ACCESS_KEY', 'AWS_SECRET_KEY'],
    token: ['AWS_SESSION_TOKEN'],
  },
  java1: {
    id: ['AWS_ACCESS_KEY_ID', 'AWS_ACCESS_KEY'],
    secret: ['AWS_SECRET_KEY', 'AWS_SECRET_ACCESS_KEY'],
    token: ['AWS_SESSION_TOKEN'],
  },
  java2: { id: ['AWS_ACCESS_KEY_ID'], secret: ['AWS_SECRET_ACCESS_KEY'], token: ['AWS_SESSION_TOKEN'] },
};

/** What each credential_source gives; null: nothing. */
type Sources = Readonly<Record<CredentialSource, Resolution | null>>;

/** What a process on an instance has besides its environment. */
type Machine = Pick<OnInstance, 'profiles'>;

/**
 * Where an SDK would take its credentials from, given a process' explicit environment: static variables, a profile of the shared files, the task
 * role, the instance's role (D-01, D-02). An empty value counts as unset, a blank one as set (D-03).
 */
export function resolveChain(
  sdk: SdkFamily,
  environment: Record<string, string>,
  hasTaskRole: boolean,
  machine: Machine | null = null,
): Resolution {
  const first = (candidates: string[]): string | null => candidates.map((name) => environment[name]).find((value) => value) ?? null;
  const { id, secret, token } = names[sdk];
  const accessKeyId = first(id);
  const secretAccessKey = first(secret);
  const named = environment.AWS_PROFILE || (sdk === 'python' ? environment.AWS_DEFAULT_PROFILE : '');
  const profiles = machine?.profiles ?? {};
  if (sdk === 'python' && named && profiles[named] === undefined) return none(`The config profile (${named}) could not be found`);
  const pair =
    accessKeyId && secretAccessKey ? ({ kind: 'static', accessKeyId, secretAccessKey, sessionToken: first(token) } as const) : null;
  const isDisabled = /^true$/i.test(environment.AWS_EC2_METADATA_DISABLED ?? '');
  const sources: Sources = {
    Environment: pair,
    EcsContainer: hasTaskRole ? { kind: 'container-role' } : null,
    Ec2InstanceMetadata: machine && !isDisabled ? { kind: 'instance-role' } : null,
  };
  // JS skips the variables when a profile is named (D-01, D-07).
  if (pair !== null && (sdk !== 'js' || !named)) return pair;
  if (sdk === 'python' && accessKeyId) return none('Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY');
  const ofProfile = resolveProfile(sdk, profiles, named || 'default');
  if (ofProfile !== null) return fromProfile(ofProfile, sources);
  return sources.EcsContainer ?? sources.Ec2InstanceMetadata ?? none('Unable to locate credentials');
}

/** A profile whose source gives nothing gives nothing itself: no SDK goes on from there. */
function fromProfile(profile: ProfileResolution, sources: Sources): Resolution {
  if (profile.kind === 'source') return sources[profile.source] ?? none(`No credentials from the credential_source ${profile.source}`);
  if (profile.kind !== 'assumed-role') return profile;
  const from = fromProfile(profile.from, sources);
  return from.kind === 'none' ? from : { kind: 'assumed-role', role: profile.role, from };
}

const none = (message: string): Resolution => ({ kind: 'none', message });
