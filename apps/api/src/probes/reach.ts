import { lookup } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import { addressProblem } from '@rolewright/shared/probes/address.ts';
import type { ProbeUrl } from '@rolewright/shared/probes/url.ts';
import type { ProbeNetwork } from '../aws/probe-network.ts';

/** Where to connect, or why not. `refused`: a probe may not go there; `unknown`: nobody knows the name. */
export type Reach = { address: string; port: number } | { refused: string } | { unknown: string };

/**
 * Resolves the host of a probe's address once; what is returned is what is connected to, so that a name that answers differently the next time (DNS
 * rebinding, D-96) changes nothing. Every address that the name has must be allowed: one that is not spoils them all.
 */
export async function reach(network: ProbeNetwork, accountId: string, { scheme, host, port }: ProbeUrl): Promise<Reach> {
  const own = await network.privateAddress(accountId, host);
  if (own !== null) return scheme === 'http' && port === 80 ? own : { refused: `${host} answers to http on its usual port only` };
  let found: { address: string }[];
  try {
    found = await lookup(host, { all: true });
  } catch (error) {
    return { unknown: `the name ${host} does not resolve (${(error as NodeJS.ErrnoException).code ?? 'unknown'})` };
  }
  for (const { address } of found) {
    const problem = addressProblem(address) ?? ownProblem(network, address, port);
    if (problem !== null) return { refused: address === host ? `${host} ${problem}` : `${host} leads to ${address}, which ${problem}` };
  }
  const [first] = found;
  return first === undefined ? { unknown: `the name ${host} has no address` } : { address: first.address, port };
}

/** The console listens on loopback only, today; that it is not asked by way of another of the machine's addresses does not rest on that. */
function ownProblem({ ownPorts }: ProbeNetwork, address: string, port: number): string | null {
  if (!ownPorts.includes(port)) return null;
  const own = Object.values(networkInterfaces()).flatMap((one) => one ?? []);
  return own.some((one) => one.address === address) ? 'is the console itself' : null;
}
