import { AppError } from '@rolewright/shared/error.ts';
import type { KnownPrincipal } from '@rolewright/shared/iam/known-principal.ts';
import type { Db } from '../store/database.ts';

/** Users and roles of all scanned accounts, and of which accounts they are. */
export interface ScannedPrincipals {
  principals: KnownPrincipal[];
  accounts: { awsAccountId: string; checkedAt: string }[];
}

/** What the last scan of each account was told. An AWS account that several of ours see counts once, as it was read last. */
export async function scannedPrincipals(db: Db): Promise<ScannedPrincipals> {
  const rows = await db
    .selectFrom('principal')
    .distinctOn('arn')
    .select(['body', 'checked_at'])
    .orderBy('arn')
    .orderBy('checked_at', 'desc')
    .execute();
  const checked = new Map<string, Date>();
  for (const { body, checked_at } of rows) {
    const before = checked.get(body.awsAccountId);
    if (before === undefined || before > checked_at) checked.set(body.awsAccountId, checked_at);
  }
  return {
    principals: rows.map(({ body }) => body),
    accounts: [...checked].map(([awsAccountId, at]) => ({ awsAccountId, checkedAt: at.toISOString() })),
  };
}

/** One of them by its ARN. Throws `not-found`; `kind` says what it must be. */
export function principalOf({ principals }: ScannedPrincipals, arn: string, kind?: KnownPrincipal['kind']): KnownPrincipal {
  const found = principals.find((one) => one.arn === arn && (kind === undefined || one.kind === kind));
  if (found === undefined) throw new AppError('not-found', `No scan has found the ${kind ?? 'user or role'} ${arn}.`);
  return found;
}
