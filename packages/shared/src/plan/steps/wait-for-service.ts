import type { StepOf } from '../planned-step.ts';
import { call, type Place, type StepDescription } from './description.ts';

/** Reads until every running task is on the new revision and the deployment is completed (D-32); changes nothing. */
export function describeWaitForService(step: StepOf<'wait-for-service'>, place: Place): StepDescription {
  const cluster = step.clusterArn.slice(step.clusterArn.lastIndexOf('/') + 1);
  return {
    title: `Wait until every task of ${step.serviceName} runs the new revision`,
    because:
      'A deployment is done when no task of the old revision is left, draining ones included. Where the circuit breaker rolls back, or new tasks stop, the run fails here and offers to roll back.',
    calls: [
      call('ecs', 'DescribeServices', { cluster, services: [step.serviceName] }),
      call('ecs', 'ListTasks', { cluster, serviceName: step.serviceName }),
      call('ecs', 'DescribeTasks', { cluster, tasks: 'all of them' }),
    ],
    byHand: {
      console: [`ECS → Clusters → ${cluster} → Services → ${step.serviceName} → Deployments and tasks`],
      cli: [`aws ecs wait services-stable --region ${place.region} --cluster ${cluster} --services ${step.serviceName}`],
    },
    undo: 'Nothing to undo: it only reads',
    reversible: true,
  };
}
