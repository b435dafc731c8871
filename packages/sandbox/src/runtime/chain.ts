import type { OnInstance, SdkFamily } from './workload.ts';

/** What an SDK's chain makes of a process: web identity and profiles of config files do not exist in the sandbox's workloads. */
export type Resolution =
  | { kind: 'static'; accessKeyId: string; secretAccessKey: string; sessionToken: string | null }
  | { kind: 'container-role' }
  /** The instance's profile has the last word: whether there is one, the metadata service says. */
  | { kind: 'instance-role' }
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

/** What a process on an instance has besides its environment. */
type Machine = Pick<OnInstance, 'sharedKeys'>;

/**
 * Where an SDK would take its credentials from, given a process' explicit environment: static variables, the shared credentials file, the task
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
  const profile = environment.AWS_PROFILE || (sdk === 'python' ? environment.AWS_DEFAULT_PROFILE : '');
  if (sdk === 'python' && profile) return none(`The config profile (${profile}) could not be found`);
  // JS skips the variables when a profile is named (D-01); the profile's files do not exist here.
  const usesVariables = sdk !== 'js' || !profile;
  if (usesVariables && accessKeyId && secretAccessKey) return { kind: 'static', accessKeyId, secretAccessKey, sessionToken: first(token) };
  if (sdk === 'python' && accessKeyId) return none('Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY');
  if (machine?.sharedKeys) return { kind: 'static', ...machine.sharedKeys };
  if (hasTaskRole) return { kind: 'container-role' };
  const isDisabled = /^true$/i.test(environment.AWS_EC2_METADATA_DISABLED ?? '');
  return machine && !isDisabled ? { kind: 'instance-role' } : none('Unable to locate credentials');
}

const none = (message: string): Resolution => ({ kind: 'none', message });
