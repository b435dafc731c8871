import type { StepOf } from '../planned-step.ts';
import { call, type Place, type StepDescription } from './description.ts';

/** UpdateService with exactly cluster, service and the full ARN of the new revision (D-30). */
export function describeUpdateService(step: StepOf<'update-service'>, place: Place): StepDescription {
  const cluster = step.clusterArn.slice(step.clusterArn.lastIndexOf('/') + 1);
  const from = step.fromArn.slice(step.fromArn.lastIndexOf('/') + 1);
  return {
    title: `Point the service ${step.serviceName} at the new revision`,
    because:
      'Amazon ECS starts tasks of the new revision beside the old ones, and stops the old ones when the new ones run. Desired count, scaling and deployment settings are not sent, so they cannot change.',
    calls: [call('ecs', 'UpdateService', { cluster, service: step.serviceName, taskDefinition: 'ARN of the new revision' })],
    byHand: {
      console: [`ECS → Clusters → ${cluster} → Services → ${step.serviceName} → Update`, 'Choose the new revision', 'Update'],
      cli: [
        `aws ecs update-service --region ${place.region} --cluster ${cluster} --service ${step.serviceName} --task-definition <new revision>`,
      ],
    },
    undo: `Point the service back at ${from}, which stays ACTIVE, and wait until its tasks run`,
    reversible: true,
  };
}
