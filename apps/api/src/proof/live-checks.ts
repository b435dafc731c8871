import { roleNameOf } from '@rolewright/shared/aws/arn.ts';
import { type Reading, unreadable } from '@rolewright/shared/inventory/reading.ts';
import type { RoleOf } from '@rolewright/shared/plan/snapshot.ts';
import { type Claim, pass, unknown } from '@rolewright/shared/proof/claim.ts';
import { AwsError } from '../aws/aws-error.ts';
import type { AwsPort } from '../aws/port.ts';
import { roleReading } from '../plan/role-reading.ts';

/** The longest that one check may take; after that its answer is unknown. */
const checkMilliseconds = 20_000;

/** A14: who the console is, and whether that is the account that the plan is for. */
export async function identityClaim(port: AwsPort, place: { awsAccountId: string }): Promise<Claim> {
  const claim = `The console acts in account ${place.awsAccountId}`;
  const { arn, awsAccountId } = await port.operator();
  const evidence = [`sts:GetCallerIdentity: ${arn}`];
  if (awsAccountId === place.awsAccountId) return pass('account-identity', claim, evidence);
  return {
    id: 'account-identity',
    claim,
    verdict: 'fail',
    evidence,
    advice: 'Correct the credentials that the console has for this account (Accounts shows which).',
  };
}

/** The policies of the role that the console changes things as. */
export async function operatorRole(port: AwsPort, fingerprint: (value: string) => string): Promise<Reading<RoleOf>> {
  const { arn } = await port.operator();
  const name = roleNameOf(arn);
  if (name === null) return unreadable(`The console acts as ${arn}, which is no role, so that its permissions are not evaluated`);
  const reading = await port.read.role(name);
  return reading.state === 'known' ? { state: 'known', value: roleReading(reading.value, fingerprint) } : reading;
}

/** The claim, or unknown where AWS does not answer in time or refuses. */
export async function inTime(id: string, claim: string, make: () => Promise<Claim>): Promise<Claim> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<Claim>((resolve) => {
    const answer = unknown(id, claim, ['AWS did not answer within 20 seconds.'], 'Check again.');
    timer = setTimeout(() => resolve(answer), checkMilliseconds);
  });
  try {
    return await Promise.race([make(), tooLate]);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return unknown(id, claim, [`${error.call}: ${error.code}`], 'Check again, or give the console the permission that is missing.');
  } finally {
    clearTimeout(timer);
  }
}
