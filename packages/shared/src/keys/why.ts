import type { AccessKey } from './access-key.ts';

type KeyFacts = Pick<AccessKey, 'prefix' | 'foreign' | 'ownerState' | 'keyAccountId' | 'status' | 'lastUse' | 'placesInUse' | 'places'> & {
  workloadNames: string[];
};

/** Why a key ranks where it does, in one sentence made of what was read; `now` decides about "in the last day". */
export function whyOfKey(key: KeyFacts, now: Date): string {
  return `${where(key)}; ${use(key, now)}.`;
}

function where({ placesInUse, places, workloadNames, prefix, foreign }: KeyFacts): string {
  const kind = prefix === 'ASIA' ? 'Temporary, ' : foreign ? 'Of another account, ' : '';
  if (placesInUse === 0) return sentence(`${kind}only in old revisions, ${count(places, 'place')}`);
  const by = workloadNames.length <= 2 ? workloadNames.join(' and ') : `${workloadNames.length} workloads`;
  return sentence(`${kind}in use by ${by} in ${count(placesInUse, 'place')}`);
}

function use({ lastUse, status, ownerState, keyAccountId, prefix }: KeyFacts, now: Date): string {
  if (prefix === 'AKIA' && ownerState === 'absent')
    return keyAccountId === null
      ? 'IAM does not know it and its account cannot be told, so it was deleted or is of another account'
      : 'no user of this account owns it, so it was deleted or is a key of the root user, which is critical';
  if (status === 'Inactive') return 'inactive, so it opens nothing';
  if (lastUse.state === 'never') return 'no use was ever recorded';
  if (lastUse.state === 'unreadable')
    return ownerState === 'foreign' ? 'its use is not visible from here' : 'its last use could not be read';
  const days = Math.floor((now.getTime() - new Date(lastUse.at).getTime()) / 86_400_000);
  return days < 1 ? `used in the last day (${lastUse.service})` : `last used ${count(days, 'day')} ago (${lastUse.service})`;
}

const count = (number: number, thing: string): string => `${number} ${thing}${number === 1 ? '' : 's'}`;
const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
