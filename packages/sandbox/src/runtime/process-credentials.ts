import { resolveChain } from './chain.ts';
import type { SandboxClient } from './sandbox-client.ts';
import type { Keys } from './signer.ts';
import type { RunningProcess } from './workload.ts';

/** Keys to sign with, why there are none, or null when the sandbox did not answer (which is nobody's failure). */
export type Found = { keys: Keys } | { error: string } | null;

interface Session {
  keys: Keys;
  expiresAt: number;
}

/** Credentials of one process as its SDK would find them: explicit variables, static ones, then its role's, kept until shortly before they end. */
export function credentialsOf(client: SandboxClient): (process: RunningProcess) => Promise<Found> {
  const sessions = new Map<string, Session>();
  return async (process) => {
    const { environment, explicit } = process;
    if (explicit) return explicitPair(environment[explicit.accessKeyId], environment[explicit.secretAccessKey]);
    const resolved = resolveChain(process.sdk, environment, process.credentialsPath !== null);
    if (resolved.kind === 'none') return { error: `CredentialsError: ${resolved.message}` };
    if (resolved.kind === 'static') return { keys: resolved };
    const path = process.credentialsPath ?? '';
    const known = sessions.get(path);
    // The SDKs renew five minutes before the end.
    if (known && known.expiresAt - 300_000 > Date.now()) return { keys: known.keys };
    const answer = await client.ask(path);
    if (answer === null || answer.status >= 500) return null;
    if (answer.status !== 200) return { error: `CredentialsError: the container credentials endpoint answered ${answer.status}` };
    const given = JSON.parse(answer.body) as { AccessKeyId: string; SecretAccessKey: string; Token: string; Expiration: string };
    const keys = { accessKeyId: given.AccessKeyId, secretAccessKey: given.SecretAccessKey, sessionToken: given.Token };
    if (sessions.size > 1000) sessions.clear();
    sessions.set(path, { keys, expiresAt: Date.parse(given.Expiration) });
    return { keys };
  };
}

function explicitPair(accessKeyId: string | undefined, secretAccessKey: string | undefined): Found {
  if (!accessKeyId || !secretAccessKey) return { error: 'CredentialsError: the application was given no access key' };
  return { keys: { accessKeyId, secretAccessKey, sessionToken: null } };
}
