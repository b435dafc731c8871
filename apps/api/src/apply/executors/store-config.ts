import { createHash } from 'node:crypto';
import { maskedExternalId } from '@rolewright/shared/iam/external-id.ts';
import type { StoredOf } from '@rolewright/shared/plan/chain-snapshot.ts';
import { planTag, type StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { Secret } from '@rolewright/shared/secret.ts';
import { type Executor, outcome, type StepContext, StepFailed } from './executor.ts';
import { roleInUse } from './role-in-use.ts';

type Step = StepOf<'store-config'>;

/**
 * secretsmanager:CreateSecret or ssm:PutParameter without Overwrite. Ours is found again by its name and the plan's tag, since its value is never
 * read (D-11, D-22). External ids take the place of their fingerprints on the way to AWS and nowhere else (D-48).
 */
export const storeConfig: Executor<Step> = {
  call: ({ store }) => (store === 'ssm' ? 'ssm:PutParameter' : 'secretsmanager:CreateSecret'),
  async forward(context, step) {
    const { store, name, description, tags } = step;
    const content = new Secret(contentOf(context, step));
    const { value, requestId } = await context.port.change.store({
      store,
      name,
      content,
      description,
      tags,
      token: tokenOf(context, step),
    });
    if (value.arn !== null) return outcome(`AWS accepted ${value.arn}.`, { arn: value.arn, version: value.version }, requestId);
    const stored = await oursOf(context, step);
    return outcome(`AWS accepted the parameter ${name}.`, { arn: stored?.arn ?? null, version: value.version }, requestId);
  },
  async settle(context, step) {
    const ours = await oursOf(context, step);
    if (ours === null) return null;
    return outcome(`${ours.arn} is there and carries this plan’s tag.`, { arn: ours.arn, version: ours.version });
  },
  keep: async (context, step) => (await replacedParameter(context, step)) ?? roleInUse(context),
  async undo(context, step) {
    const ours = await oursOf(context, step);
    const isAsMade = ours?.version === firstVersion(context, step);
    const { requestId } = await context.port.change.deleteStored(step.store, step.name, isAsMade);
    if (step.store === 'ssm') return outcome(`Deleted the parameter ${step.name}.`, {}, requestId);
    const how = isAsMade ? 'its name is free again' : 'somebody has put another value since, so that it can be restored for seven days';
    return outcome(`Deleted the secret ${step.name}: ${how}.`, {}, requestId);
  },
};

/** What stands under the name, if this plan made it and it is not deleted. */
async function oursOf({ port, planId }: StepContext, { store, name }: Step): Promise<StoredOf | null> {
  const reading = await port.read.stored(store, name);
  if (reading.state === 'unreadable') throw new StepFailed(`Whether ${name} is there could not be read: ${reading.reason}.`);
  if (reading.state === 'absent' || reading.value.deletedAt !== null || reading.value.tags[planTag] !== planId) return null;
  return reading.value;
}

/** A secret with another value can be restored for some days, a parameter cannot: it stays. Null: nothing stands in the way. */
async function replacedParameter(context: StepContext, step: Step): Promise<string | null> {
  if (step.store !== 'ssm') return null;
  const ours = await oursOf(context, step);
  if (ours === null || ours.version === firstVersion(context, step)) return null;
  return `somebody has put another value into the parameter ${step.name} since, which nobody could restore`;
}

/** The version that this step makes. */
const firstVersion = (context: StepContext, step: Step): string => (step.store === 'ssm' ? '1' : tokenOf(context, step));

/** ClientRequestToken, which becomes the id of the first version: the same for each sending of the same step. */
const tokenOf = ({ planId }: StepContext, { id }: Step): string => createHash('sha256').update(`${planId} ${id}`).digest('hex');

/** The planned file with each of this plan's external ids in the place of its fingerprint. */
function contentOf({ deps, planId }: StepContext, { content, links }: Step): string {
  return Array.from({ length: links }, (_, link) => deps.externalId(planId, link)).reduce(
    (text, id) => text.replaceAll(maskedExternalId(id.reveal(), deps.fingerprint), id.reveal()),
    content,
  );
}
