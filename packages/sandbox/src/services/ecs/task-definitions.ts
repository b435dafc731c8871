import type { Tag, TaskDefinition } from '@aws-sdk/client-ecs';
import { type EcsState, ecsOf, type TaskDefinitionState } from '../../state/ecs.ts';
import { own } from '../../state/iam.ts';
import { AwsFault, type CallContext, type Handlers } from '../service.ts';
import { byRevision, ecsArn, familyAndRevision } from './names.ts';
import { requireValidRole, roleArnOf } from './roles.ts';
import { fromStored, toStored } from './stored.ts';
import { checkedTags } from './tags.ts';
import { checkTaskDefinition } from './task-definition-checks.ts';
import { withDefaults } from './task-definition-defaults.ts';
import { revisionsInUse } from './task-definition-use.ts';

type Ecs = typeof import('@aws-sdk/client-ecs');

/** The revision that a call names; of a bare family the newest ACTIVE one (D-30). Null when there is none. */
export function findTaskDefinition(ecs: EcsState, taskDefinition: string): TaskDefinitionState | null {
  const { family, revision } = familyAndRevision(taskDefinition);
  if (revision !== null) return ecs.taskDefinitions[`${family}:${revision}`] ?? null;
  for (let newest = own(ecs.families, family) ?? 0; newest > 0; newest--) {
    const found = ecs.taskDefinitions[`${family}:${newest}`];
    if (found?.definition.status === 'ACTIVE') return found;
  }
  return null;
}

/** The revision that something is about to run; it must be ACTIVE. */
export function requireActive(ecs: EcsState, taskDefinition: string | undefined): TaskDefinitionState & { arn: string } {
  if (!taskDefinition) throw new AwsFault('InvalidParameterException', 'TaskDefinition should not be null or empty.');
  const found = findTaskDefinition(ecs, taskDefinition);
  if (!found) throw new AwsFault('ClientException', 'TaskDefinition not found.');
  if (found.definition.status !== 'ACTIVE') throw new AwsFault('ClientException', 'TaskDefinition is inactive.');
  return { ...found, arn: found.definition.taskDefinitionArn ?? '' };
}

const shown = (state: TaskDefinitionState): TaskDefinition => fromStored<TaskDefinition>(state.definition);
const tagsOf = (state: TaskDefinitionState): { tags?: Tag[] } => (state.tags.length > 0 ? { tags: state.tags } : {});
const stateOf = (context: CallContext): EcsState => ecsOf(context.account, context.region);

export const taskDefinitionHandlers: Handlers<Ecs> = {
  RegisterTaskDefinition(input, context) {
    const ecs = stateOf(context);
    checkTaskDefinition(input);
    const tags = checkedTags(input.tags);
    const roles = {
      ...(input.taskRoleArn ? { taskRoleArn: roleArnOf(context, input.taskRoleArn) } : {}),
      ...(input.executionRoleArn ? { executionRoleArn: roleArnOf(context, input.executionRoleArn) } : {}),
    };
    for (const arn of Object.values(roles)) requireValidRole(context, arn);
    const family = input.family ?? '';
    const revision = (own(ecs.families, family) ?? 0) + 1;
    const definition = toStored<TaskDefinition>({
      ...withDefaults(input),
      ...roles,
      taskDefinitionArn: ecsArn(context, `task-definition/${family}:${revision}`),
      revision,
      status: 'ACTIVE',
      registeredAt: context.now,
      registeredBy: context.principal.arn,
    });
    ecs.families[family] = revision;
    const state: TaskDefinitionState = { definition, tags };
    ecs.taskDefinitions[`${family}:${revision}`] = state;
    return { taskDefinition: shown(state), ...tagsOf(state) };
  },

  DescribeTaskDefinition({ taskDefinition = '', include }, context) {
    const found = findTaskDefinition(stateOf(context), taskDefinition);
    if (!found) throw new AwsFault('ClientException', 'Unable to describe task definition.');
    return { taskDefinition: shown(found), ...(include?.includes('TAGS') ? { tags: found.tags } : {}) };
  },

  DeregisterTaskDefinition({ taskDefinition = '' }, context) {
    const { revision } = familyAndRevision(taskDefinition);
    if (revision === null) throw new AwsFault('InvalidParameterException', 'Revision is missing.');
    const found = findTaskDefinition(stateOf(context), taskDefinition);
    if (!found) throw new AwsFault('ClientException', 'The specified task definition does not exist.');
    if (found.definition.status === 'DELETE_IN_PROGRESS') {
      throw new AwsFault('ClientException', 'The specified task definition is in the process of being deleted.');
    }
    if (found.definition.status === 'ACTIVE') {
      found.definition.status = 'INACTIVE';
      found.definition.deregisteredAt = context.now.toISOString();
    }
    return { taskDefinition: shown(found) };
  },

  DeleteTaskDefinitions({ taskDefinitions }, context) {
    const ecs = stateOf(context);
    const names = taskDefinitions ?? [];
    if (names.length === 0 || names.length > 10) {
      throw new AwsFault('InvalidParameterException', 'Between 1 and 10 task definitions can be deleted in one call.');
    }
    const results = names.map((name) => {
      const { family, revision } = familyAndRevision(name);
      const found = revision === null ? undefined : ecs.taskDefinitions[`${family}:${revision}`];
      if (!found) return { failure: { arn: ecsArn(context, `task-definition/${family}:${revision ?? ''}`), reason: 'MISSING' } };
      if (found.definition.status === 'ACTIVE') {
        const arn = found.definition.taskDefinitionArn ?? '';
        const detail = 'The specified task definition is still in ACTIVE status. Please deregister the target and try again.';
        return { failure: { arn, reason: 'The specified task definition is still in ACTIVE status.', detail } };
      }
      if (found.definition.status === 'INACTIVE') {
        found.definition.status = 'DELETE_IN_PROGRESS';
        found.definition.deleteRequestedAt = context.now.toISOString();
      }
      return { deleted: shown(found) };
    });
    removeDeleted(ecs);
    return {
      taskDefinitions: results.flatMap(({ deleted }) => (deleted ? [deleted] : [])),
      failures: results.flatMap(({ failure }) => (failure ? [failure] : [])),
    };
  },
};

/** Lets go of every DELETE_IN_PROGRESS revision that no task, service or deployment refers to any more (D-26). */
export function removeDeleted(ecs: EcsState): void {
  const leaving = Object.keys(ecs.taskDefinitions).filter((key) => ecs.taskDefinitions[key]?.definition.status === 'DELETE_IN_PROGRESS');
  if (leaving.length === 0) return;
  const inUse = revisionsInUse(ecs);
  for (const key of leaving.sort(byRevision)) {
    if (!inUse.has(ecs.taskDefinitions[key]?.definition.taskDefinitionArn ?? '')) delete ecs.taskDefinitions[key];
  }
}
