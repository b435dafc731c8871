import type { PolicyDocument } from '@rolewright/shared/aws/policy-document.ts';
import { AppError } from '@rolewright/shared/error.ts';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { generatedId } from '@rolewright/shared/plan/policy-change.ts';
import type { Rotation } from '@rolewright/shared/plan/rotation.ts';
import type { Context } from '../deps.ts';
import { createPolicyChangePlan } from './create-policy-change.ts';
import { makeChain } from './make-chain.ts';
import { portInAccount } from './port-in-account.ts';
import { roleReading } from './role-reading.ts';
import { idsAsked, withIds } from './statement-ids.ts';
import { type ChainRow, planRow } from './store.ts';

/**
 * The two plans by which the external id of a chain's role is rotated (A6): `begin` accepts a new one beside the old, and gives the chain's
 * secret a version with it; `finish`, once the application uses the new one, accepts that alone. Throws AppError `bad-input` for a plan or a
 * role that has none, `conflict` where the role does not accept as many ids as the phase needs.
 */
export async function planRotation(ctx: Context, planId: string, { phase, link }: Rotation): Promise<Plan> {
  const row = await planRow(ctx.deps.db, planId);
  if (row.recipe !== 'role-chain' || row.inputs.links[link]?.externalId !== 'generate') {
    const message = 'must be a link with a generated external id, of the plan of a role chain';
    throw new AppError('bad-input', `link: ${message}.`, { fields: [{ field: 'link', message }] });
  }
  const member = row.snapshot.target.members[link + 1] as ChainRow['snapshot']['target']['members'][number];
  const trust = await trustOf(ctx, row, member);
  const sid = makeChain(ctx.deps, planId, row.snapshot, row.inputs).links[link]?.sid ?? '';
  const ids = idsAsked(trust, sid);
  const wanted = phase === 'begin' ? 1 : 2;
  if (ids.length !== wanted) {
    const what =
      ids.length === 2
        ? 'accepts two external ids already: finish that rotation first, or roll it back'
        : `accepts ${ids.length} external ids where ${wanted} must be`;
    throw new AppError('conflict', `${member.name} ${what}.`);
  }
  const [old = '', made = generatedId] = ids;
  const next = phase === 'begin' ? [old, generatedId] : made;
  const delivers = phase === 'begin' && row.inputs.delivery?.store === 'secrets-manager';
  const title =
    phase === 'begin' ? `Accept a new external id of ${member.name} beside the old` : `Accept the new external id of ${member.name} alone`;
  return createPolicyChangePlan(ctx, {
    recipe: 'policy-change',
    accountId: member.accountId,
    region: row.region,
    target: { title },
    inputs: {
      edits: [{ kind: 'trust', roleArn: member.arn, document: withIds(trust, sid, next), ...(delivers ? { configOf: planId } : {}) }],
    },
  });
}

async function trustOf({ deps }: Context, { region }: ChainRow, member: { accountId: string; name: string }): Promise<PolicyDocument> {
  const reading = await (await portInAccount(deps, member.accountId, region)).read.role(member.name);
  if (reading.state === 'known') return roleReading(reading.value, deps.fingerprint).trust;
  throw new AppError(
    'conflict',
    `The role ${member.name} ${reading.state === 'absent' ? 'is not there' : `could not be read: ${reading.reason}`}.`,
  );
}
