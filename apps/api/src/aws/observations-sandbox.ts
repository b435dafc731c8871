import type { Observations } from '@rolewright/shared/apply/run.ts';
import type { ObservationSource } from './observation-source.ts';
import type { SandboxAccess } from './sandbox-credentials.ts';

/** Observations of the sandbox's own workloads, from its admin API: it sees every call. */
export function sandboxObservations(sandbox: () => SandboxAccess | null): ObservationSource {
  return {
    async of(workload, since): Promise<Observations> {
      const access = sandbox();
      if (access === null) return { items: [], notVisible: 'The sandbox does not run.' };
      const address = new URL('/_sandbox/observations', access.url);
      address.searchParams.set('since', since.toISOString());
      // Members of a group come and go, and carry its name; a name of a single instance may be that of others too.
      const [instanceId = null] = workload.kind === 'instance' ? workload.instanceIds : [];
      if (instanceId === null) address.searchParams.set('workload', workload.name);
      else address.searchParams.set('instanceId', instanceId);
      const answer = await fetch(address, { headers: { authorization: `Bearer ${access.token.reveal()}` } }).catch(() => null);
      if (answer === null || !answer.ok) return { items: [], notVisible: 'The sandbox did not answer.' };
      const body = (await answer.json()) as Observed[] | { items: Observed[] };
      const items = (Array.isArray(body) ? body : body.items).filter((one) => one.region === undefined || one.region === workload.region);
      return {
        items: items.map(({ at, identity, accessKeyId, calls, failed, lastError, instanceId: from }) => ({
          source: 'sandbox',
          at,
          identity,
          keyId: accessKeyId ?? null,
          calls,
          failed,
          lastError: lastError ?? null,
          instanceId: from ?? null,
        })),
        notVisible: null,
      };
    },
  };
}

interface Observed {
  at: string;
  region?: string;
  identity: string;
  instanceId?: string | null;
  accessKeyId?: string | null;
  calls: number;
  failed: number;
  lastError?: string | null;
}
