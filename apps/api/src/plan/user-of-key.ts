import { absent, known, type Reading } from '@rolewright/shared/inventory/reading.ts';
import type { PrincipalOf } from '@rolewright/shared/plan/snapshot.ts';
import type { AwsPort } from '../aws/port.ts';
import { principalReading } from './role-reading.ts';
import type { SoftRead } from './soft-reads.ts';

/** The user of a long-term key with all its policies; absent: it belongs to no user of this account. */
export const userOfKey = (softly: SoftRead, port: AwsPort, keyId: string): Promise<Reading<PrincipalOf>> =>
  softly(async (): Promise<Reading<PrincipalOf>> => {
    const used = await port.read.accessKeyLastUsed(keyId);
    if (used.state !== 'known') return used;
    if (used.value.userName === null) return absent;
    const policies = await port.read.userPolicies(used.value.userName);
    return policies.state === 'known' ? known(principalReading(policies.value)) : policies;
  });
