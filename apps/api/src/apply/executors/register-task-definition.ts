import { registrableTags, revisionOf, withoutOutputMembers } from '@rolewright/shared/aws/task-definition.ts';
import { patchTaskDefinition } from '@rolewright/shared/plan/patch.ts';
import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { isSameContent } from '@rolewright/shared/plan/same-content.ts';
import type { RawDocument } from '../../aws/readings.ts';
import { type Executor, outcome, type StepContext, StepFailed } from './executor.ts';

type Register = StepOf<'register-task-definition'>;

/**
 * ecs:RegisterTaskDefinition of the base with the patch, as raw JSON. ECS does not deduplicate and knows no token (D-22): a lost answer is
 * found among the revisions that are newer than the newest one before the call, by their content.
 */
export const registerTaskDefinition: Executor<Register> = {
  call: 'ecs:RegisterTaskDefinition',
  async remember(context, step) {
    return { newestBefore: Math.max(0, ...(await revisionsOf(context, step.family)).map(({ revision }) => revision)) };
  },
  async forward(context, step) {
    const { raw, tags } = await baseOf(context, step);
    const promised = patchTaskDefinition(raw, step);
    const tagList = registrableTags(tags);
    const { value, requestId } = await context.port.change.registerTaskDefinition(
      tagList.length > 0 ? { ...promised, tags: tagList } : promised,
    );
    if (!isSameContent(promised, contentOf(value.raw))) {
      await context.port.change.deregisterTaskDefinition(value.arn);
      throw new StepFailed(
        `AWS registered ${shortArn(value.arn)}, and it was not what was sent. It was deregistered before anything used it; compare the two.`,
        requestId,
      );
    }
    return outcome(`AWS accepted ${shortArn(value.arn)}.`, { taskDefinitionArn: value.arn }, requestId);
  },
  async settle(context, step, data) {
    if (typeof data.taskDefinitionArn === 'string') return outcome(`${shortArn(data.taskDefinitionArn)} was registered.`, data);
    const promised = patchTaskDefinition((await baseOf(context, step)).raw, step);
    const newer = (await revisionsOf(context, step.family)).filter(({ revision }) => revision > Number(data.newestBefore));
    for (const { arn } of newer) {
      const found = await context.port.read.taskDefinition(arn);
      if (found.state === 'unreadable') throw new StepFailed(`Whether ${shortArn(arn)} is ours could not be read: ${found.reason}.`);
      if (found.state === 'known' && isSameContent(promised, contentOf(found.value.raw))) {
        return outcome(`${shortArn(arn)} is there with the promised content.`, { taskDefinitionArn: arn });
      }
    }
    return null;
  },
  async undo({ port }, _step, data) {
    const arn = String(data.taskDefinitionArn);
    const found = await port.read.taskDefinition(arn);
    if (found.state === 'known' && found.value.raw.status !== 'ACTIVE')
      return outcome(`${shortArn(arn)} is ${String(found.value.raw.status)} already.`);
    const { requestId } = await port.change.deregisterTaskDefinition(arn);
    return outcome(`Deregistered ${shortArn(arn)}.`, {}, requestId);
  },
};

async function baseOf({ port }: StepContext, step: Register): Promise<{ raw: RawDocument; tags: Record<string, string> }> {
  const base = await port.read.taskDefinition(step.baseArn);
  if (base.state === 'known') return base.value;
  const why = base.state === 'absent' ? 'it is not there any more' : base.reason;
  throw new StepFailed(`The base ${shortArn(step.baseArn)} could not be read: ${why}.`);
}

async function revisionsOf({ port }: StepContext, family: string): Promise<{ arn: string; revision: number }[]> {
  const found: { arn: string; revision: number }[] = [];
  for await (const page of port.read.taskDefinitionArns('ACTIVE', family)) {
    for (const arn of page) {
      const parsed = revisionOf(arn);
      if (parsed?.family === family) found.push({ arn, revision: parsed.revision });
    }
  }
  return found;
}

/** What two registrations of the same content have in common. Tags come beside the definition and are not part of it. */
function contentOf(document: RawDocument): RawDocument {
  const { tags: _tags, ...content } = withoutOutputMembers(document);
  return content;
}

const shortArn = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
