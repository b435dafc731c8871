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
      address.searchParams.set('workload', workload.name);
      const answer = await fetch(address, { headers: { authorization: `Bearer ${access.token.reveal()}` } }).catch(() => null);
      if (answer === null || !answer.ok) return { items: [], notVisible: 'The sandbox did not answer.' };
      const body = (await answer.json()) as Observed[] | { items: Observed[] };
      const items = (Array.isArray(body) ? body : body.items).filter((one) => one.region === undefined || one.region === workload.region);
      return {
        items: items.map(({ at, identity, accessKeyId, calls, failed, lastError }) => ({
          source: 'sandbox',
          at,
          identity,
          keyId: accessKeyId ?? null,
          calls,
          failed,
          lastError: lastError ?? null,
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
  accessKeyId?: string | null;
  calls: number;
  failed: number;
  lastError?: string | null;
}
