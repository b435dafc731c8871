import { AppError } from '@rolewright/shared/error.ts';
import { maskedExternalId } from '@rolewright/shared/iam/external-id.ts';
import { planTag } from '@rolewright/shared/plan/planned-step.ts';
import type { PolicyEdit } from '@rolewright/shared/plan/policy-change.ts';
import type { ConfigToRenew } from '@rolewright/shared/plan/policy-change-snapshot.ts';
import type { Context } from '../deps.ts';
import { portInAccount } from './port-in-account.ts';
import { planRow } from './store.ts';

/**
 * The secrets that trust edits name by the plan of their chain, as they stand now. Throws AppError `bad-input` naming the field for a chain
 * whose secret this console cannot make anew.
 */
export async function readConfigs(ctx: Context, edits: readonly PolicyEdit[]): Promise<ConfigToRenew[]> {
  const wanted = edits.flatMap((edit, index) =>
    edit.kind === 'trust' && edit.configOf !== undefined ? [{ planId: edit.configOf, roleArn: edit.roleArn, edit: index }] : [],
  );
  return Promise.all(wanted.map((one) => configOf(ctx, one)));
}

async function configOf(
  { deps }: Context,
  { planId, roleArn, edit }: { planId: string; roleArn: string; edit: number },
): Promise<ConfigToRenew> {
  const row = await planRow(deps.db, planId).catch((error: unknown) => {
    throw error instanceof AppError && error.code === 'not-found'
      ? refuse(edit, 'must be the id of a plan; GET /api/plans lists them')
      : error;
  });
  const step = row.steps.find(({ kind }) => kind === 'store-config');
  if (row.recipe !== 'role-chain' || step?.kind !== 'store-config')
    throw refuse(edit, 'must be the plan of a chain that delivers its config');
  if (step.store === 'ssm')
    throw refuse(edit, `keeps its config in the parameter ${step.name}, which has no version to go back to: rotate it by hand`);
  const link = row.snapshot.target.members.findIndex(({ arn }) => arn === roleArn) - 1;
  const ids = row.inputs.links.filter(({ externalId }) => externalId === 'generate').length;
  if (link < 0 || ids !== 1) throw refuse(edit, 'must be the plan of a chain in which this role alone asks for an external id');
  const accountId = step.accountId ?? row.account_id;
  const region = step.region ?? row.region;
  const stored = await (await portInAccount(deps, accountId, region)).read.stored(step.store, step.name);
  if (stored.state !== 'known' || stored.value.deletedAt !== null || stored.value.tags[planTag] !== planId) {
    const why = stored.state === 'unreadable' ? `could not be read: ${stored.reason}` : 'is not there as its run made it';
    throw refuse(edit, `names a chain whose secret ${step.name} ${why}`);
  }
  const mask = maskedExternalId(deps.externalId(planId, link).reveal(), deps.fingerprint);
  const { arn, version } = stored.value;
  return { edit, accountId, region, name: step.name, arn, content: step.content, mask, version };
}

function refuse(edit: number, message: string): AppError {
  const field = `inputs.edits.${edit}.configOf`;
  return new AppError('bad-input', `${field}: ${message}.`, { fields: [{ field, message }] });
}
