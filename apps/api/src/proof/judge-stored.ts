import type { ChainSnapshot } from '@rolewright/shared/plan/chain-snapshot.ts';
import { exampleArn, type JudgedReaders } from '@rolewright/shared/proof/delivery-claims.ts';
import { judgeReader, type SecretReader } from '@rolewright/shared/proof/secret-readers.ts';
import type { Deps } from '../deps.ts';
import { scannedPrincipals } from '../store/scanned-principals.ts';
import { turns } from './turns.ts';

/** Who of the scanned users and roles can read what a chain delivers, as it stands or will stand (A11); null: it delivers nothing. */
export async function judgeStored({ db }: Pick<Deps, 'db'>, { delivery }: Pick<ChainSnapshot, 'delivery'>): Promise<JudgedReaders | null> {
  if (delivery === undefined) return null;
  const { place, stored, readers } = delivery;
  const { principals, accounts } = await scannedPrincipals(db);
  const arn = stored.state === 'known' ? stored.value.arn : exampleArn(place);
  const policy = stored.state === 'known' && stored.value.policy.state === 'known' ? stored.value.policy.value : null;
  const request = { arn, readers: readers.map((reader) => reader.arn), resourcePolicy: policy };
  const pause = turns();
  const judged: SecretReader[] = [];
  for (const one of principals) {
    judged.push(judgeReader(one, request));
    await pause();
  }
  return { readers: judged, accountScanned: accounts.some(({ awsAccountId }) => awsAccountId === arn.split(':')[4]) };
}
