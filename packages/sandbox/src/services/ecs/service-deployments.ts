import type { ServiceDeployment, ServiceDeploymentStatus } from '@aws-sdk/client-ecs';
import type { DeploymentState, EcsPlace, ServiceState } from '../../state/ecs.ts';
import { byText, pageOf, pageSize } from '../page.ts';
import { AwsFault, type Handlers } from '../service.ts';
import { findService, placeOf } from './service-lookup.ts';

type Ecs = typeof import('@aws-sdk/client-ecs');

const arnOf = (state: ServiceState, { deployment }: DeploymentState): string =>
  `${(state.service.serviceArn ?? '').replace(':service/', ':service-deployment/')}/${deployment.id?.split('/').at(-1)}`;

function statusOf({ deployment, completed, rolledBackTo }: DeploymentState): ServiceDeploymentStatus {
  if (deployment.rolloutState === 'FAILED') return rolledBackTo === null ? 'ROLLBACK_FAILED' : 'ROLLBACK_SUCCESSFUL';
  if (completed) return 'SUCCESSFUL';
  return deployment.status === 'PRIMARY' ? 'IN_PROGRESS' : 'STOPPED';
}

/** One deployment in the words of the newer API. Service revisions are not kept: their ARNs are left out. */
function shown(state: ServiceState, entry: DeploymentState): ServiceDeployment {
  const { deployment } = entry;
  return {
    serviceDeploymentArn: arnOf(state, entry),
    serviceArn: state.service.serviceArn,
    clusterArn: state.service.clusterArn,
    ...(deployment.createdAt ? { createdAt: new Date(deployment.createdAt), startedAt: new Date(deployment.createdAt) } : {}),
    ...(entry.finishedAt ? { finishedAt: new Date(entry.finishedAt) } : {}),
    status: statusOf(entry),
    statusReason: deployment.rolloutStateReason,
    deploymentCircuitBreaker: {
      status: state.service.deploymentConfiguration?.deploymentCircuitBreaker?.enable ? 'MONITORING' : 'DISABLED',
      failureCount: entry.failures,
    },
  };
}

/** Newest first. */
const deploymentsOf = (state: ServiceState): ServiceDeployment[] =>
  [...state.deployments, ...state.history]
    .map((entry) => shown(state, entry))
    .sort((a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0));

export const serviceDeploymentHandlers: Handlers<Ecs> = {
  ListServiceDeployments({ cluster, service = '', status, createdAt, nextToken, maxResults }, context) {
    const state = findService(placeOf(context), cluster, service);
    if (!state) throw new AwsFault('ServiceNotFoundException', 'Service not found.');
    const found = deploymentsOf(state)
      .filter((entry) => !status?.length || status.includes(entry.status ?? 'PENDING'))
      .filter((entry) => !createdAt?.after || (entry.createdAt ?? 0) > createdAt.after)
      .filter((entry) => !createdAt?.before || (entry.createdAt ?? 0) < createdAt.before);
    const order = (entry: ServiceDeployment) => `${9e15 - (entry.createdAt?.getTime() ?? 0)}|${entry.serviceDeploymentArn}`;
    const { page, ...rest } = pageOf({
      items: found,
      keyOf: order,
      compare: byText,
      token: nextToken,
      limit: pageSize(maxResults, 20, 100, 'InvalidParameterException'),
      filters: `${state.service.serviceArn}|${status?.join() ?? ''}`,
      badToken: 'InvalidParameterException',
    });
    return { serviceDeployments: page, ...rest };
  },

  DescribeServiceDeployments({ serviceDeploymentArns }, context) {
    const place: EcsPlace = placeOf(context);
    const all = Object.values(place.ecs.services).flatMap(deploymentsOf);
    const found = (serviceDeploymentArns ?? []).map((arn) => ({ arn, entry: all.find((entry) => entry.serviceDeploymentArn === arn) }));
    return {
      serviceDeployments: found.flatMap(({ entry }) => (entry ? [entry] : [])),
      failures: found.flatMap(({ arn, entry }) => (entry ? [] : [{ arn, reason: 'MISSING' }])),
    };
  },
};
