import type { CallContext } from '../services/service.ts';
import type { AccountState, World } from '../state/world.ts';

/** Context of a call that the sandbox makes itself, as the account's root and without an access key: what it changes is in effect at once. */
export function sandboxContext(world: World, account: AccountState): CallContext {
  return {
    world,
    account,
    region: Object.keys(account.regions)[0] ?? '',
    principal: {
      kind: 'account-root',
      arn: `arn:${account.partition}:iam::${account.id}:root`,
      accountId: account.id,
      userId: account.id,
      accessKeyId: '',
    },
    requestId: '',
    sourceIp: '127.0.0.1',
    userAgent: 'sandbox',
    now: world.clock.now(),
  };
}
