import { accountIdOfKeyId } from '@rolewright/shared/aws/key-id.ts';
import type { Deps } from '../deps.ts';
import type { KeyFacts } from './key-facts.ts';

/** What the last scan learnt of the account's keys. */
export async function knownKeys({ db }: Pick<Deps, 'db'>, accountId: string): Promise<{ get(keyId: string): KeyFacts }> {
  const rows = await db.selectFrom('access_key').select('body').where('account_id', '=', accountId).execute();
  const known = new Map<string, KeyFacts>(rows.map(({ body }) => [body.keyId, body]));
  return {
    get: (keyId) =>
      known.get(keyId) ?? {
        owner: null,
        ownerState: 'unreadable',
        lastUse: { state: 'unreadable', reason: 'It was not looked up yet.' },
        status: 'unknown',
        createdAt: null,
        keyAccountId: accountIdOfKeyId(keyId),
        ownerDangers: null,
      },
  };
}
