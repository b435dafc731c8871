import type { DeliveryPlace } from '../plan/chain-delivery.ts';
import type { ChainSnapshot } from '../plan/chain-snapshot.ts';
import { type Claim, fail, pass, unknown } from './claim.ts';
import type { SecretReader } from './secret-readers.ts';

/** Who of the scanned users and roles can read what is stored; why that is not known, where its account was not scanned. */
export type JudgedReaders = { readers: SecretReader[]; accountScanned: boolean };

export const wordOf = ({ store }: DeliveryPlace): string => (store === 'ssm' ? 'parameter' : 'secret');

/** An ARN of the place's shape to judge by, while AWS has not chosen the six characters. */
export const exampleArn = ({ arn }: DeliveryPlace): string => arn.replace(/\?{6}$/, 'AbCdEf');

/** What must hold of a delivery before the run: its name is free, and nobody but its readers reads it (A11). */
export function deliveryClaims({ delivery }: Pick<ChainSnapshot, 'delivery'>, judged: JudgedReaders | null): Claim[] {
  if (!delivery || judged === null) return [];
  return [nameClaim(delivery), readersClaim(delivery.place, judged)];
}

function nameClaim({ place, stored }: NonNullable<ChainSnapshot['delivery']>): Claim {
  const claim = `The name ${place.name} is free in ${place.region}`;
  const other = 'Choose another name: the console overwrites no value of somebody else’s.';
  if (stored.state === 'absent') return pass('store-name', claim, [`There is no such ${wordOf(place)}.`]);
  if (stored.state === 'unreadable') {
    return unknown(
      'store-name',
      claim,
      [stored.reason],
      'Let the reader role describe it (docs/permissions.md); AWS itself refuses a name that is taken.',
    );
  }
  const { arn, deletedAt } = stored.value;
  const evidence = [
    deletedAt === null ? `There is ${arn}.` : `${arn} was deleted at ${deletedAt} and keeps its name until its recovery window ends.`,
  ];
  return fail('store-name', claim, evidence, other);
}

/** `found` names everybody who is not meant to read it and can, or may be able to. */
function readersClaim(place: DeliveryPlace, { readers, accountScanned }: JudgedReaders): Claim {
  const claim = `Nobody but its readers can read the ${wordOf(place)}`;
  const advice =
    'Take the permission from them, or accept that they read the external id: it opens nothing without the caller’s credentials.';
  if (!accountScanned) return unknown('secret-readers', claim, ['No user or role of its account is known.'], 'Scan the account first.');
  const others = othersOf(readers);
  const seen = `${readers.length} users and roles were judged as they were scanned; service control policies are not visible.`;
  if (others.length === 0) return pass('secret-readers', claim, [seen]);
  return unknown('secret-readers', claim, [...others, seen], advice);
}

/** One sentence for each who can read it, or may be able to, and is not meant to. */
export const othersOf = (readers: readonly SecretReader[]): string[] =>
  readers
    .filter(({ meant, verdict }) => !meant && verdict !== 'denied')
    .map(
      ({ principal, verdict, reason }) => `${principal} ${verdict === 'allowed' ? 'can read it too' : 'may be able to read it'}: ${reason}`,
    );
