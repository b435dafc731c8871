import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import type { Claim } from '@rolewright/shared/proof/claim.ts';
import { probeClaim } from '@rolewright/shared/proof/probe-claims.ts';
import type { Context } from '../deps.ts';
import { keepResult, probesOf } from '../probes/store.ts';
import { makeProbe } from '../probes/try-parts.ts';

/** Every probe of a workload, made once before its change, all at the same time. */
export async function probeChecks({ deps }: Context, workload: Pick<Workload, 'id' | 'accountId' | 'region'>): Promise<Claim[]> {
  const probes = await probesOf(deps.db, workload.id);
  return Promise.all(
    probes.map(async (probe) => {
      const result = await makeProbe(deps, workload, probe, 'before');
      await keepResult(deps.db, workload.id, result);
      return probeClaim(result);
    }),
  );
}
