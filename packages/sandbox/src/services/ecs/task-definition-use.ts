import type { EcsState } from '../../state/ecs.ts';

/** ARNs of the revisions that a task which is not STOPPED, a service, one of its deployments or a task set refers to. */
export function revisionsInUse(ecs: EcsState): Set<string> {
  const arns = new Set<string | undefined>();
  for (const { task } of Object.values(ecs.tasks)) if (task.lastStatus !== 'STOPPED') arns.add(task.taskDefinitionArn);
  for (const { service, deployments } of Object.values(ecs.services)) {
    if (service.status === 'INACTIVE') continue;
    arns.add(service.taskDefinition);
    for (const { deployment } of deployments) arns.add(deployment.taskDefinition);
  }
  for (const { taskDefinition } of Object.values(ecs.taskSets)) arns.add(taskDefinition);
  arns.delete(undefined);
  return arns as Set<string>;
}
