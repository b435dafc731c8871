import { createHash } from 'node:crypto';
import type { NewAccount } from '@rolewright/shared/accounts/account.ts';
import { sql } from 'kysely';
import { recordAudit } from '../audit/record.ts';
import type { Context, Deps } from '../deps.ts';
import { createAccount } from './create.ts';
import { forgetAccountData } from './reset-sandbox.ts';

/** The accounts of the embedded sandbox (docs/sandbox.md). */
const sandboxAccounts: NewAccount[] = [
  { name: 'sandbox', access: { kind: 'sandbox', awsAccountId: '560921689673' }, regions: ['us-east-1', 'eu-west-1'] },
  { name: 'sandbox-data', access: { kind: 'sandbox', awsAccountId: '210987654321' }, regions: ['us-east-1', 'eu-west-1'] },
];
/** Region of the account "endpoint" until the operator names others. */
const endpointRegions = ['us-east-1'];

/**
 * Registers the sandbox' accounts at the first start on a database, and the account "endpoint" when AWS_ENDPOINT_URL names one. What the
 * operator took out later stays out. Starts no scan.
 */
export async function registerFirstAccounts(deps: Deps, endpointUrl: string | undefined): Promise<void> {
  const ctx: Context = { deps, actor: 'rolewright', requestId: null };
  if ((await setting(deps, 'first-accounts')) === null) {
    const known = await namesOf(deps);
    for (const account of sandboxAccounts) if (!known.has(account.name)) await createAccount(ctx, account);
    await remember(deps, 'first-accounts', true);
  }
  if (endpointUrl !== undefined) await registerEndpoint(ctx, endpointUrl);
}

/** The account "endpoint" follows the variable; another account that an operator gave this name stays as it is. */
async function registerEndpoint(ctx: Context, endpointUrl: string): Promise<void> {
  const { deps } = ctx;
  const there = await deps.db.selectFrom('account').selectAll().where('name', '=', 'endpoint').executeTakeFirst();
  if (there === undefined) {
    await createAccount(ctx, { name: 'endpoint', access: { kind: 'ambient' }, regions: endpointRegions, endpointUrl });
  } else if (there.kind === 'endpoint' && there.endpoint_url !== endpointUrl) {
    await deps.db.transaction().execute(async (trx) => {
      await trx.updateTable('account').set({ endpoint_url: endpointUrl }).where('id', '=', there.id).execute();
      await recordAudit(trx, ctx, {
        action: 'account.change',
        target: there.id,
        accountId: there.id,
        summary: 'The address of account endpoint followed AWS_ENDPOINT_URL.',
        detail: { before: { endpointUrl: there.endpoint_url }, after: { endpointUrl } },
      });
    });
  }
}

/**
 * Forgets what was found in the sandbox when it is not the one that was scanned (its folder was removed): the same ARNs then mean other
 * documents. `mark` is anything that stays with one sandbox; only its hash is kept.
 */
export async function forgetOtherSandbox(deps: Deps, mark: string): Promise<void> {
  const hash = createHash('sha256').update(mark).digest('hex');
  const known = await setting(deps, 'sandbox-mark');
  if (known === hash) return;
  if (known !== null) {
    const accounts = await deps.db.selectFrom('account').select('id').where('kind', '=', 'sandbox').execute();
    await deps.db.transaction().execute(async (trx) => {
      for (const { id } of accounts) await forgetAccountData(trx, id);
      const [first] = accounts;
      if (first !== undefined) {
        const { id } = first;
        const summary = 'The sandbox is another one than before: what was known of it was forgotten.';
        await recordAudit(
          trx,
          { deps, actor: 'rolewright', requestId: null },
          { action: 'sandbox.reset', target: id, accountId: id, summary },
        );
      }
    });
  }
  await remember(deps, 'sandbox-mark', hash);
}

async function namesOf({ db }: Deps): Promise<Set<string>> {
  return new Set((await db.selectFrom('account').select('name').execute()).map((row) => row.name));
}

async function setting({ db }: Deps, key: string): Promise<unknown> {
  return (await db.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirst())?.value ?? null;
}

async function remember({ db }: Deps, key: string, value: unknown): Promise<void> {
  await db
    .insertInto('setting')
    .values({ key, value: JSON.stringify(value) })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: sql`excluded.value` }))
    .execute();
}
