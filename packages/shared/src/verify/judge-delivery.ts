import { unreadable } from '../inventory/reading.ts';
import type { ChainSnapshot } from '../plan/chain-snapshot.ts';
import { canonicalJson } from '../plan/fingerprint.ts';
import { planTag } from '../plan/planned-step.ts';
import type { ChainDeliveryPlan } from '../plan/recipes/chain-delivery.ts';
import { type JudgedReaders, othersOf, wordOf } from '../proof/delivery-claims.ts';
import { compareReading, type Finding } from './compare-reading.ts';

/**
 * What is stored as it was read just now, against what its plan promised; its value is never asked for (D-11). Who else can read it is told,
 * not judged: the plan asked for it to be acknowledged.
 */
export function deliveryEvidence(
  now: ChainSnapshot['delivery'],
  promised: ChainDeliveryPlan | null,
  planId: string,
  judged: JudgedReaders | null,
): Finding[] {
  if (now === undefined || promised === null) return [];
  return [storedFinding(now, planId), ...readerFindings(now, promised), ...(judged === null ? [] : [othersFinding(now, judged)])];
}

type Delivery = NonNullable<ChainSnapshot['delivery']>;

function storedFinding({ place, stored }: Delivery, planId: string): Finding {
  const claim = `The ${wordOf(place)} ${place.name} holds the AWS config of this plan`;
  const source = place.store === 'ssm' ? 'ssm:DescribeParameters' : 'secretsmanager:DescribeSecret';
  if (stored.state === 'unreadable') return { claim, state: 'unknown', source, detail: stored.reason };
  if (stored.state === 'absent') return { claim, state: 'no', source, detail: 'It is not there.' };
  const { arn, tags, deletedAt } = stored.value;
  if (deletedAt !== null) return { claim, state: 'no', source, detail: `It is scheduled for deletion since ${deletedAt}.` };
  if (tags[planTag] !== planId) return { claim, state: 'no', source, detail: `${arn} is not this plan’s.` };
  return { claim, state: 'yes', source, detail: `${arn} carries this plan’s tag; its value was not asked for.` };
}

function readerFindings({ place, stored, readers }: Delivery, promised: ChainDeliveryPlan): Finding[] {
  return promised.readers.map(({ arn, name, policy }): Finding => {
    const claim = `${name} may read exactly this ${wordOf(place)}`;
    const reading = readers.find((one) => one.arn === arn)?.reading ?? unreadable('The role was not read.');
    const exact = stored.state === 'known' ? stored.value.arn : place.arn;
    const wanted = [policy.document, withArn(policy.document, place.arn, exact)].map(canonicalJson);
    const found = compareReading(claim, 'iam:GetRole', reading, ({ inline }) =>
      inline.some((one) => one.name === policy.name && wanted.includes(canonicalJson(one.document))),
    );
    if (found.state === 'yes') return { ...found, detail: `By ${policy.name}, on ${exact}.` };
    if (found.state !== 'no' || reading.state !== 'known') return found;
    // With the ARN that AWS chose, which is not told here, it may be the planned one.
    return stored.state === 'unreadable'
      ? { ...found, state: 'unknown', detail: `Which ARN the ${wordOf(place)} has could not be read: ${stored.reason}` }
      : { ...found, detail: `${policy.name} says something else.` };
  });
}

function othersFinding({ place }: Delivery, { readers, accountScanned }: JudgedReaders): Finding {
  const claim = `Nobody but its readers can read the ${wordOf(place)}`;
  const source = 'evaluation of what was scanned';
  if (!accountScanned) return { claim, state: 'unknown', source, detail: 'No user or role of its account is known.' };
  const others = othersOf(readers);
  if (others.length === 0) return { claim, state: 'yes', source, detail: `${readers.length} users and roles were judged.` };
  return { claim, state: 'unknown', source, detail: others.join(' ') };
}

/** A document with one ARN in the place of another. Does not change its input. */
export const withArn = <T>(document: T, instead: string, exact: string): T =>
  JSON.parse(JSON.stringify(document), (_key, value: unknown) => (value === instead ? exact : value)) as T;
