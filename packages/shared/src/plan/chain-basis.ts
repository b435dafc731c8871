import type { Reading } from '../inventory/reading.ts';
import type { Basis } from './basis.ts';
import type { ChainSnapshot } from './chain-snapshot.ts';
import { canonicalJson } from './fingerprint.ts';

/** The mutable facts that a chain was planned from: the caller's policies, and each role with its trust policy (D-51, D-95). */
export function basisOfChain({ target, caller, roles, delivery }: ChainSnapshot): Basis {
  return Object.fromEntries([
    ...[caller.reading, ...roles].map((reading, index) => {
      const member = target.members[index];
      return [`the ${member?.kind} ${member?.arn}`, textOf(reading)];
    }),
    ...(delivery === undefined
      ? []
      : [
          [`what is stored as ${delivery.place.name}`, textOf(delivery.stored)],
          ...delivery.readers.map(({ arn, reading }) => [`the role ${arn}`, textOf(reading)]),
        ]),
  ]);
}

function textOf(reading: Reading<unknown>): string {
  if (reading.state === 'known') return canonicalJson(reading.value);
  return reading.state === 'absent' ? 'absent' : 'not readable';
}
