import { setTimeout as sleep } from 'node:timers/promises';
import type { Deps } from '../deps.ts';

const longestMilliseconds = 2_000;

/** Keeps with an account what there is to say about the console's own credentials (D-91). Credentials that come slowly are left to the scan. */
export async function noteWarning({ aws, db }: Pick<Deps, 'aws' | 'db'>, accountId: string): Promise<void> {
  const late = sleep(longestMilliseconds, undefined, { ref: false });
  const warning = await Promise.race([aws.warning(accountId), late]);
  if (warning !== undefined) await db.updateTable('account').set({ warning }).where('id', '=', accountId).execute();
}
