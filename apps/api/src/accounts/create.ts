import { isIP } from 'node:net';
import type { Account, NewAccount } from '@rolewright/shared/accounts/account.ts';
import { parseArn } from '@rolewright/shared/aws/arn.ts';
import { AppError } from '@rolewright/shared/error.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../deps.ts';
import { readAccount } from './account-row.ts';
import { checkRegions } from './regions.ts';

/** Registers an account. Nothing of AWS is read yet: the first scan says whether its credentials work. */
export async function createAccount(ctx: Context, input: NewAccount): Promise<Account> {
  const { deps } = ctx;
  const endpointUrl = input.endpointUrl ?? null;
  checkRegions(input.regions, endpointUrl);
  if (endpointUrl !== null) checkEndpoint(endpointUrl, input.access.kind);
  if (input.access.kind === 'role') checkRoleArn(input.access.roleArn);
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
  return readAccount(deps.db, id);
}

export const nameTaken = (name: string): AppError =>
  new AppError('conflict', `There is an account of the name ${name} already.`, { fields: [{ field: 'name', message: 'is taken' }] });

/** Signed requests in the clear could be read on the way, so http is for loopback alone. */
function checkEndpoint(endpointUrl: string, access: string): void {
  const refuse = (message: string) =>
    new AppError('bad-input', `endpointUrl: ${message}.`, { fields: [{ field: 'endpointUrl', message }] });
  if (access === 'sandbox') throw refuse('the sandbox has an address of its own; leave it out');
  const url = new URL(endpointUrl);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isLoopback = host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
  if (url.username !== '' || url.password !== '') throw refuse('must not hold a user name or password');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback)) throw refuse('must be https, or http on loopback');
}

function checkRoleArn(roleArn: string): void {
  const arn = parseArn(roleArn);
  if (arn?.service === 'iam' && arn.resource.startsWith('role/')) return;
  const message = 'must be the ARN of a role, such as arn:aws:iam::123456789012:role/RolewrightReader';
  throw new AppError('bad-input', `access.roleArn: ${message}.`, { fields: [{ field: 'access.roleArn', message }] });
}
