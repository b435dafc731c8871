import { type Assumed, roleAssumer } from './assumed-role.ts';
import { type Resolution, resolveChain } from './chain.ts';
import { metadataClient } from './metadata-client.ts';
import type { SandboxClient } from './sandbox-client.ts';
import type { Keys } from './signer.ts';
import type { RunningProcess } from './workload.ts';

/** Keys to sign with, why there are none, or null when the sandbox did not answer (which is nobody's failure). */
export type Found = Assumed;

interface Session {
  keys: Keys;
  expiresAt: number;
}

/** The SDKs renew five minutes before the end. */
const renewBefore = 300_000;

/**
 * Credentials of one process as its SDK would find them: explicit variables, static ones, a profile of its files, then the role of its task or
 * instance, kept until shortly before they end; and where its program assumes a further role, that role's. `now`: the sandbox's time; `pause`: before a retry.
 */
export function credentialsOf(client: SandboxClient, now: () => number, pause: () => number): (process: RunningProcess) => Promise<Found> {
  const sessions = new Map<string, Session>();
  const metadata = metadataClient(client);
  const assumed = roleAssumer(client, metadata, now, pause);
  const kept = async (key: string, fetch: () => Promise<Session | Exclude<Found, { keys: Keys }>>): Promise<Found> => {
    const known = sessions.get(key);
    if (known && known.expiresAt - renewBefore > now()) return known;
    const fresh = await fetch();
    if (fresh === null || 'error' in fresh) return fresh;
    if (sessions.size > 1000) sessions.clear();
    sessions.set(key, fresh);
    return fresh;
  };

  async function ofTask(path: string): Promise<Session | Exclude<Found, { keys: Keys }>> {
    const answer = await client.ask(path);
    if (answer === null || answer.status >= 500) return null;
    if (answer.status !== 200) return { error: `CredentialsError: the container credentials endpoint answered ${answer.status}` };
    return sessionIn(answer.body);
  }

  async function ofInstance(process: RunningProcess): Promise<Session | Exclude<Found, { keys: Keys }>> {
    const role = await metadata(process, 'meta-data/iam/security-credentials/');
    if (role === null) return null;
    if ('status' in role) return { error: `CredentialsError: ${whyNoRole(role.status)}` };
    const given = await metadata(process, `meta-data/iam/security-credentials/${role.text}`);
    if (given === null) return null;
    if ('status' in given) return { error: `CredentialsError: ${whyNoRole(given.status)}` };
    const { Code } = JSON.parse(given.text) as { Code: string };
    return Code === 'Success' ? sessionIn(given.text) : { error: `CredentialsError: the instance metadata service answered ${Code}` };
  }

  async function from(process: RunningProcess, resolved: Resolution): Promise<Found> {
    switch (resolved.kind) {
      case 'none':
        return { error: `CredentialsError: ${resolved.message}` };
      case 'static':
        return { keys: resolved };
      case 'container-role':
        return kept(process.credentialsPath ?? '', () => ofTask(process.credentialsPath ?? ''));
      case 'instance-role':
        return kept(process.id, () => ofInstance(process));
      case 'assumed-role': {
        const base = await from(process, resolved.from);
        return base && 'keys' in base ? assumed.byProfile(process, resolved.role, base.keys) : base;
      }
    }
  }

  return async (process) => {
    const { environment, explicit, instance } = process;
    if (explicit) return explicitPair(environment[explicit.accessKeyId], environment[explicit.secretAccessKey]);
    const resolved = resolveChain(process.sdk, environment, process.credentialsPath !== null, instance);
    const found = await from(process, resolved);
    const isOnRole = resolved.kind === 'instance-role' && found !== null && 'keys' in found;
    return isOnRole && instance?.assumes ? assumed.byScript(process, instance.assumes, found.keys) : found;
  };
}

/** In the SDKs' words, with what the status stands for. */
function whyNoRole(status: number): string {
  if (status === 404) return 'Unable to locate credentials';
  if (status === 401) return 'the instance metadata service requires a token, and none could be had (HttpTokens required, hop limit)';
  return `the instance metadata service answered ${status}`;
}

function sessionIn(body: string): Session {
  const given = JSON.parse(body) as { AccessKeyId: string; SecretAccessKey: string; Token: string; Expiration: string };
  const keys = { accessKeyId: given.AccessKeyId, secretAccessKey: given.SecretAccessKey, sessionToken: given.Token };
  return { keys, expiresAt: Date.parse(given.Expiration) };
}

function explicitPair(accessKeyId: string | undefined, secretAccessKey: string | undefined): Found {
  if (!accessKeyId || !secretAccessKey) return { error: 'CredentialsError: the application was given no access key' };
  return { keys: { accessKeyId, secretAccessKey, sessionToken: null } };
}
