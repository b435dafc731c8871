import type { Account, NewAccount } from '@rolewright/shared/accounts/account.ts';
import { AppError } from '@rolewright/shared/error.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../deps.ts';
import { readAccount } from './account-row.ts';
import { noteWarning } from './note-warning.ts';
import { checkRegions } from './regions.ts';

/**
 * Registers an account. Nothing of AWS is read yet: the first scan says whether its credentials work. That they are a long-term key (D-91) is
 * said at once where it is quickly known.
 */
export async function createAccount(ctx: Context, input: NewAccount): Promise<Account> {
  const { deps } = ctx;
  const endpointUrl = input.endpointUrl ?? null;
  checkRegions(input.regions, endpointUrl);
  if (endpointUrl !== null && input.access.kind === 'sandbox') {
    const message = 'the sandbox has an address of its own; leave it out';
    throw new AppError('bad-input', `endpointUrl: ${message}.`, { fields: [{ field: 'endpointUrl', message }] });
  }
  const id = deps.newId('acc');
  const kind = input.access.kind === 'sandbox' ? 'sandbox' : endpointUrl === null ? 'aws' : 'endpoint';
  await deps.db.transaction().execute(async (trx) => {
    const made = await trx
      .insertInto('account')
      .values({
        id,
        name: input.name,
        access: JSON.stringify(input.access),
        regions: JSON.stringify([...new Set(input.regions)]),
        endpoint_url: endpointUrl,
        kind,
        aws_account_id: input.access.kind === 'sandbox' ? input.access.awsAccountId : null,
        partition: null,
        identity_arn: null,
        identity_at: null,
        warning: null,
        created_at: deps.now(),
      })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .executeTakeFirst();
    if (made.numInsertedOrUpdatedRows !== 1n) throw nameTaken(input.name);
    await recordAudit(trx, ctx, {
      action: 'account.create',
      target: id,
      accountId: id,
      summary: `Registered account ${input.name}.`,
      detail: { access: input.access.kind, regions: input.regions, endpointUrl },
    });
  });
  await noteWarning(deps, id);
  return readAccount(deps.db, id);
}

export const nameTaken = (name: string): AppError =>
  new AppError('conflict', `There is an account of the name ${name} already.`, { fields: [{ field: 'name', message: 'is taken' }] });
