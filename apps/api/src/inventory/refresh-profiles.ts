import type { ProfileFacts } from '@rolewright/shared/inventory/ec2/facts.ts';
import { known, type Reading } from '@rolewright/shared/inventory/reading.ts';
import type { TouchedProfile } from '@rolewright/shared/plan/touched-profiles.ts';
import type { Deps } from '../deps.ts';

/**
 * Reads instance profiles again by their names and brings their rows up to date: who has a role, which profiles are empty (E2), who shares one
 * (A2). What IAM does not tell leaves its row as it was. Answers with what is known of each now, in their order.
 */
export async function refreshProfiles(deps: Deps, touched: readonly TouchedProfile[]): Promise<Reading<ProfileFacts>[]> {
  const readings: Reading<ProfileFacts>[] = [];
  for (const one of touched) {
    const reading = await readProfile(deps, one);
    readings.push(reading);
    if (reading.state === 'unreadable') continue;
    await deps.db.transaction().execute(async (trx) => {
      await trx.deleteFrom('instance_profile').where('account_id', '=', one.accountId).where('name', '=', one.name).execute();
      if (reading.state === 'absent') return;
      const { arn, name, roleArn } = reading.value;
      await trx
        .insertInto('instance_profile')
        .values({ account_id: one.accountId, arn, name, role_arn: roleArn, checked_at: deps.now() })
        .execute();
    });
  }
  return readings;
}

async function readProfile(deps: Deps, { accountId, name }: TouchedProfile): Promise<Reading<ProfileFacts>> {
  const account = await deps.db.selectFrom('account').select('regions').where('id', '=', accountId).executeTakeFirst();
  const { read } = await deps.aws.port(accountId, account?.regions[0] ?? 'us-east-1');
  const profile = await read.instanceProfile(name);
  if (profile.state !== 'known') return profile;
  const { arn, roles } = profile.value;
  return known({ arn, name, roleArn: roles[0] ?? null, createdAt: '' });
}
