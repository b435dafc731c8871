import type { Tag } from '@aws-sdk/client-ecs';
import type { ServiceState, TaskDefinitionState } from '../../state/ecs.ts';

/** Tags of a task that a service starts: those that propagateTags names, and the managed ones where enabled. */
export function serviceTaskTags(state: ServiceState, definition: TaskDefinitionState): Tag[] {
  const { propagateTags, enableECSManagedTags, serviceName } = state.service;
  const from = propagateTags === 'TASK_DEFINITION' ? definition.tags : propagateTags === 'SERVICE' ? state.tags : [];
  if (!enableECSManagedTags) return [...from];
  return [...from, { key: 'aws:ecs:serviceName', value: serviceName ?? '' }, { key: 'aws:ecs:clusterName', value: state.clusterName }];
}
