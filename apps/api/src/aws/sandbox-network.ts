import type { ProbeNetwork } from './probe-network.ts';
import type { SandboxAccess } from './sandbox-credentials.ts';

interface Network {
  address: string;
  port: number;
  names: {
    host: string;
    workload: string;
    serves: { method: 'GET' | 'POST'; path: string; does: string; bucket?: string; prefix?: string }[];
  }[];
}

/**
 * The network of the sandbox's accounts: names such as limbo.sandbox.internal lead to the port on which their workloads answer, and nothing else does.
 * `awsAccountOf`: 12 digits of an account of the sandbox, null for every other account.
 */
export function sandboxNetwork(
  sandbox: SandboxAccess | null,
  awsAccountOf: (accountId: string) => Promise<string | null>,
): Omit<ProbeNetwork, 'ownPorts'> {
  async function networkOf(accountId: string): Promise<Network | null> {
    const awsAccountId = sandbox === null ? null : await awsAccountOf(accountId);
    if (sandbox === null || awsAccountId === null) return null;
    const address = new URL('/_sandbox/network', sandbox.url);
    address.searchParams.set('account', awsAccountId);
    const answer = await fetch(address, { headers: { authorization: `Bearer ${sandbox.token.reveal()}` } }).catch(() => null);
    return answer?.ok === true ? ((await answer.json()) as Network) : null;
  }
  return {
    async privateAddress(accountId, host) {
      const network = host.endsWith('.sandbox.internal') ? await networkOf(accountId) : null;
      return network?.names.some((name) => name.host === host) ? { address: network.address, port: network.port } : null;
    },
    async answersAt(accountId, workload) {
      const found = (await networkOf(accountId))?.names.find((name) => name.workload === workload);
      return (found?.serves ?? []).map(({ method, path, does, bucket, prefix }) => ({
        method,
        url: `http://${found?.host}${path}${does === 'get-object' ? '/<id>' : ''}`,
        says: saysOf(does, bucket, prefix),
      }));
    },
  };
}

function saysOf(does: string, bucket = '', prefix = ''): string {
  if (does === 'put-object') return `stores the body as s3://${bucket}/${prefix}<id>, with the id that follows the path or one of its own`;
  return does === 'get-object' ? `reads s3://${bucket}/${prefix}<id>` : 'answers without asking AWS: no proof that anything works';
}
