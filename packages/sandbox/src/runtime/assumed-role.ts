import { answerTo, callError } from './call.ts';
import type { Metadata } from './metadata-client.ts';
import type { ProfileRole } from './profile-chain.ts';
import type { SandboxClient } from './sandbox-client.ts';
import type { Keys } from './signer.ts';
import type { RunningProcess, SdkFamily, WorkloadCall } from './workload.ts';

/** Keys, why there are none (`by`: the key that asked for them), or null when nobody answered. */
export type Assumed = { keys: Keys } | { error: string; by?: string } | null;

type Ask = (process: RunningProcess, path: string) => Promise<Metadata>;

/** What each SDK begins a session's name with where a profile gives none; the time follows. */
const sessionPrefix: Record<SdkFamily, string> = {
  js: 'aws-sdk-js-',
  python: 'botocore-session-',
  go: 'aws-go-sdk-',
  java1: 'aws-sdk-java-',
  java2: 'aws-sdk-java-',
};

/** Sessions of assumed roles. A chained session lasts an hour unless more is asked for, and is renewed five minutes before (D-49). */
export function roleAssumer(client: SandboxClient, metadata: Ask, now: () => number, pause: () => number) {
  const sessions = new Map<string, { keys: Keys; expiresAt: number }>();

  /** `callOf` is asked only where no session is known. */
  async function assumed(process: RunningProcess, role: string, base: Keys, callOf: () => Promise<AssumeRole | Exclude<Assumed, Kept>>) {
    const key = `${process.id} ${base.accessKeyId} ${role}`;
    const known = sessions.get(key);
    if (known && known.expiresAt - 300_000 > now()) return { keys: known.keys };
    const call = await callOf();
    if (call === null || 'error' in call) return call;
    const answer = await answerTo(client, process, call, base, pause());
    if (answer === null) return null;
    if (answer.status >= 300) return { error: callError(call, answer), by: base.accessKeyId };
    const member = (name: string): string => new RegExp(`<${name}>([^<]*)`).exec(answer.body)?.[1] ?? '';
    const keys = { accessKeyId: member('AccessKeyId'), secretAccessKey: member('SecretAccessKey'), sessionToken: member('SessionToken') };
    if (sessions.size > 1000) sessions.clear();
    sessions.set(key, { keys, expiresAt: Date.parse(member('Expiration')) });
    return { keys };
  }

  return {
    /** As a profile of the config file says. */
    byProfile: (process: RunningProcess, role: ProfileRole, base: Keys): Promise<Assumed> =>
      assumed(process, role.roleArn, base, async () => ({
        ...{ service: 'sts', operation: 'AssumeRole', roleArn: role.roleArn },
        sessionName: role.sessionName ?? `${sessionPrefix[process.sdk]}${now()}`,
        ...(role.externalId === null ? {} : { externalId: role.externalId }),
        ...(role.durationSeconds === null ? {} : { durationSeconds: role.durationSeconds }),
      })),
    /** As document 004's script does: account and instance id come from the metadata service, and the id names the session. */
    byScript: (process: RunningProcess, roleName: string, base: Keys): Promise<Assumed> =>
      assumed(process, roleName, base, async () => {
        const document = await metadata(process, 'dynamic/instance-identity/document');
        const id = await metadata(process, 'meta-data/instance-id');
        const partition = await metadata(process, 'meta-data/services/partition');
        if (document === null || id === null || partition === null) return null;
        if ('status' in document || 'status' in id || 'status' in partition) {
          return { error: 'the script was refused by the instance metadata service: it sends no token', by: base.accessKeyId };
        }
        const { accountId } = JSON.parse(document.text) as { accountId: string };
        const roleArn = `arn:${partition.text}:iam::${accountId}:role/${roleName}`;
        return { service: 'sts', operation: 'AssumeRole', roleArn, sessionName: id.text };
      }),
  };
}

type AssumeRole = Extract<WorkloadCall, { operation: 'AssumeRole' }>;
type Kept = { keys: Keys };
