import type { Answer, SandboxClient } from './sandbox-client.ts';
import type { RunningProcess } from './workload.ts';

/** Metadata at a path (`meta-data/instance-id`): its text, why there is none, or null when nobody answered. */
export type Metadata = { text: string } | { status: number } | null;

const seconds = 21_600;

/**
 * Asks the metadata service as the SDKs do: with a token, and without one where none could be had, as in a container behind a hop limit of 1
 * (D-78). Scripts that know no tokens ask without.
 */
export function metadataClient(client: SandboxClient): (process: RunningProcess, path: string) => Promise<Metadata> {
  const tokens = new Map<string, string>();
  const tokenFor = async (address: string): Promise<string | number | null> => {
    const known = tokens.get(address);
    if (known) return known;
    const answer = await client.metadata('PUT', `${address}/latest/api/token`, { 'x-aws-ec2-metadata-token-ttl-seconds': String(seconds) });
    if (answer?.status !== 200) return answer?.status ?? null;
    if (tokens.size > 1000) tokens.clear();
    tokens.set(address, answer.body);
    return answer.body;
  };
  return async ({ environment, instance }, path) => {
    const address = instance?.metadataPath ?? '';
    const ask = (token: string | null): Promise<Answer> =>
      client.metadata('GET', `${address}/latest/${path}`, token === null ? {} : { 'x-aws-ec2-metadata-token': token });
    const token = instance?.withoutToken ? null : await tokenFor(address);
    const isToken = typeof token === 'string';
    if (!isToken && !instance?.withoutToken && /^true$/i.test(environment.AWS_EC2_METADATA_V1_DISABLED ?? '')) {
      return { status: typeof token === 'number' ? token : 401 };
    }
    const answer = await ask(isToken ? token : null);
    if (isToken && answer?.status === 401) tokens.delete(address);
    if (answer === null || answer.status >= 500) return null;
    return answer.status === 200 ? { text: answer.body } : { status: answer.status };
  };
}
