import type { AwsPort } from '../aws/port.ts';
import type { Deps } from '../deps.ts';

/**
 * The port of an account in a Region that it has: IAM is one for all Regions, but our own credentials come from a Region's STS, which must
 * be enabled there (D-87). `wanted` where the account is registered with it, else its first. Throws AppError `not-found`.
 */
export async function portInAccount({ db, aws }: Pick<Deps, 'db' | 'aws'>, accountId: string, wanted: string): Promise<AwsPort> {
  const row = await db.selectFrom('account').select('regions').where('id', '=', accountId).executeTakeFirst();
  const regions = row?.regions ?? [];
  return aws.port(accountId, regions.includes(wanted) ? wanted : (regions[0] ?? wanted));
}
