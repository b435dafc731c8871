import { sql } from 'kysely';

/** Filter of every list: `account` is our id or the 12 digits of AWS. */
export const inAccount = (account: string) =>
  sql<boolean>`account_id in (select id from account where id = ${account} or aws_account_id = ${account})`;
