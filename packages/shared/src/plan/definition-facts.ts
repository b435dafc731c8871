import { revisionOf, roleArnOf } from '../aws/task-definition.ts';
import type { PlanSnapshot } from './snapshot.ts';

/** What the revision in use says of itself, read when the plan is made; the scan's row of the workload may be older. */
export interface DefinitionFacts {
  family: string;
  revision: number;
  /** ACTIVE, INACTIVE or DELETE_IN_PROGRESS; an INACTIVE one runs on and can no longer be gone back to (D-24). */
  status: string;
  taskRoleArn: string | null;
  executionRoleArn: string | null;
}

/** Facts of the revision in use, roles as ARNs though ECS takes short names too (D-27); null when it was not read. */
export function definitionFacts({ taskDefinition }: PlanSnapshot): DefinitionFacts | null {
  if (taskDefinition.state !== 'known') return null;
  const { arn, document } = taskDefinition.value;
  const named = revisionOf(arn);
  return {
    family: named?.family ?? String(document.family),
    revision: named?.revision ?? 0,
    status: String(document.status ?? 'ACTIVE'),
    taskRoleArn: roleArnOf(document.taskRoleArn, arn),
    executionRoleArn: roleArnOf(document.executionRoleArn, arn),
  };
}
