import { AppError } from '@rolewright/shared/error.ts';
import { sql } from 'kysely';

/**
 * Filter of every list: `account` is our id or the 12 digits of AWS. Our id is compared as it is, so that plans, runs and audit rows of an
 * account that was taken out are still found.
 */
export const inAccount = (account: string) =>
  sql<boolean>`(account_id = ${account} or account_id in (select id from account where aws_account_id = ${account}))`;

/** SQL over `plan`: it begins in the account, runs through it (a chain), or has a step there; our id or AWS's 12 digits. */
export const planInAccount = (account: string) => sql<boolean>`(
  plan.account_id = ${account}
  or plan.account_id in (select id from account where aws_account_id = ${account})
  or plan.snapshot -> 'accounts' @> ${JSON.stringify([{ id: account }])}::jsonb
  or plan.snapshot -> 'accounts' @> ${JSON.stringify([{ awsAccountId: account }])}::jsonb
  or plan.steps @> ${JSON.stringify([{ accountId: account }])}::jsonb)`;

/** SQL over `plan`: the workload carried the key when the plan was made. */
export const carriesKey = (keyId: string) => {
  const key = JSON.stringify([{ keyId }]);
  // The snapshot of a workload's move has its keys, that of an instance's whose they are.
  return sql<boolean>`(plan.snapshot -> 'workload' -> 'keys' @> ${key}::jsonb or plan.snapshot -> 'owners' @> ${key}::jsonb)`;
};

/** The words of a `state` filter, or of `field`, separated by commas. A word that the list does not have is refused: it would find nothing, silently. */
export function statesOf<W extends string>(text: string, allowed: readonly W[], field = 'state'): W[] {
  const words = text.split(',').map((one) => one.trim());
  const known = allowed.filter((one) => words.includes(one));
  if (known.length === new Set(words).size) return known;
  const message = allowed.length === 1 ? `must be ${allowed[0]}` : `must be of ${allowed.join(', ')}, separated by commas`;
  throw new AppError('bad-input', `${field}: ${message}.`, { fields: [{ field, message }] });
}
