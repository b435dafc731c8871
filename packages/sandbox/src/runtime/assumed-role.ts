import { answerTo, callError } from './call.ts';
import type { Metadata } from './metadata-client.ts';
import type { SandboxClient } from './sandbox-client.ts';
import type { Keys } from './signer.ts';
import type { RunningProcess, WorkloadCall } from './workload.ts';

/** Keys, why there are none (`by`: the key that asked for them), or null when nobody answered. */
export type Assumed = { keys: Keys } | { error: string; by?: string } | null;

type Ask = (process: RunningProcess, path: string) => Promise<Metadata>;

/**
 * Document 004's script: the account's number and the instance's id come from the metadata service, then sts:AssumeRole with the id as the
 * session's name, so that CloudTrail tells the instances apart. A chained session lasts an hour and is renewed five minutes before (D-49).
 */
export function roleAssumer(client: SandboxClient, metadata: Ask, now: () => number, pause: () => number) {
  const sessions = new Map<string, { keys: Keys; expiresAt: number }>();
  return async (process: RunningProcess, roleName: string, base: Keys): Promise<Assumed> => {
    const key = `${process.id} ${roleName}`;
    const known = sessions.get(key);
    if (known && known.expiresAt - 300_000 > now()) return { keys: known.keys };
    const document = await metadata(process, 'dynamic/instance-identity/document');
    const id = await metadata(process, 'meta-data/instance-id');
    const partition = await metadata(process, 'meta-data/services/partition');
    if (document === null || id === null || partition === null) return null;
    if ('status' in document || 'status' in id || 'status' in partition) {
      return { error: 'the script was refused by the instance metadata service: it sends no token', by: base.accessKeyId };
    }
    const { accountId } = JSON.parse(document.text) as { accountId: string };
    const call: WorkloadCall = {
      service: 'sts',
      operation: 'AssumeRole',
      roleArn: `arn:${partition.text}:iam::${accountId}:role/${roleName}`,
      sessionName: id.text,
    };
    const answer = await answerTo(client, process, call, base, pause());
    if (answer === null) return null;
    if (answer.status >= 300) return { error: callError(call, answer), by: base.accessKeyId };
    const member = (name: string): string => new RegExp(`<${name}>([^<]*)`).exec(answer.body)?.[1] ?? '';
    const keys = { accessKeyId: member('AccessKeyId'), secretAccessKey: member('SecretAccessKey'), sessionToken: member('SessionToken') };
    if (sessions.size > 1000) sessions.clear();
    sessions.set(key, { keys, expiresAt: Date.parse(member('Expiration')) });
    return { keys };
  };
}
