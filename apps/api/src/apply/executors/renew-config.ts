import { createHash } from 'node:crypto';
import { maskedExternalId } from '@rolewright/shared/iam/external-id.ts';
import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { Secret } from '@rolewright/shared/secret.ts';
import { type Executor, outcome, type StepContext, StepFailed } from './executor.ts';

type Step = StepOf<'renew-config'>;

/** secretsmanager:PutSecretValue; ours is recognised by the version's id, which is the token that was sent: no value is read (D-11, D-22). */
export const renewConfig: Executor<Step> = {
  call: 'secretsmanager:PutSecretValue',
  async remember(context, step) {
    return { previous: await versionOf(context, step) };
  },
  async forward(context, step) {
    const { deps, planId } = context;
    const id = deps.externalId(planId, step.link).reveal();
    const content = new Secret(step.content.replaceAll(maskedExternalId(id, deps.fingerprint), id));
    const { requestId } = await context.port.change.putStored(step.name, content, tokenOf(context, step));
    return outcome(`AWS accepted a new version of ${step.name}.`, {}, requestId);
  },
  async settle(context, step) {
    const isOurs = (await versionOf(context, step)) === tokenOf(context, step);
    return isOurs ? outcome(`The current version of ${step.name} is this plan’s.`) : null;
  },
  async undo(context, step, data) {
    if (typeof data.previous !== 'string') throw new StepFailed(`The journal does not name the version of ${step.name} before this run.`);
    const { requestId } = await context.port.change.makeCurrent(step.name, data.previous, tokenOf(context, step));
    return outcome(`The version of ${step.name} before this run is the current one again.`, {}, requestId);
  },
};

/** ClientRequestToken, which becomes the id of the version. */
const tokenOf = ({ planId }: StepContext, { id }: Step): string => createHash('sha256').update(`${planId} ${id}`).digest('hex');

async function versionOf({ port }: StepContext, { name }: Step): Promise<string> {
  const reading = await port.read.stored('secrets-manager', name);
  if (reading.state === 'known' && reading.value.deletedAt === null) return reading.value.version;
  const why = reading.state === 'unreadable' ? `could not be read: ${reading.reason}` : 'is not there any more';
  throw new StepFailed(`The secret ${name} ${why}.`);
}
