import type { CreateServiceRequest, Service, TaskSet } from '@aws-sdk/client-ecs';
import type { EcsPlace, ServiceState } from '../../state/ecs.ts';
import { own, setOwn } from '../../state/iam.ts';
import { AwsFault, type CallContext, type Handlers } from '../service.ts';
import { requireCluster } from './clusters.ts';
import { keyOf, lookSoon } from './deploy.ts';
import { deploymentId } from './ids.ts';
import { checkLaunch } from './launch-checks.ts';
import { ecsArn, isEcsName } from './names.ts';
import { startDeployment } from './rollout.ts';
import { placeOf } from './service-lookup.ts';
import { shownService } from './service-view.ts';
import { toStored } from './stored.ts';
import { checkedTags } from './tags.ts';
import { requireActive } from './task-definitions.ts';
import { runEcs } from './tick.ts';

type Ecs = typeof import('@aws-sdk/client-ecs');

export const serviceCreateHandlers: Handlers<Ecs> = {
  CreateService(input, context) {
    const place = placeOf(context);
    const { clusterName, clusterArn } = requireCluster(place.ecs, input.cluster);
    const name = input.serviceName ?? '';
    if (!isEcsName(name)) throw new AwsFault('InvalidParameterException', 'Invalid service name.');
    const repeated = place.ecs.services[own(place.ecs.clientTokens, input.clientToken ?? '') ?? ''];
    if (repeated) return { service: shownService(place, repeated, ['TAGS']) };
    const existing = place.ecs.services[`${clusterName}/${name}`];
    if (existing?.service.status === 'DRAINING') {
      throw new AwsFault('InvalidParameterException', 'Unable to Start a service that is still Draining.');
    }
    if (existing?.service.status === 'ACTIVE') {
      throw new AwsFault('InvalidParameterException', 'Creation of service was not idempotent.');
    }
    const controller = input.deploymentController?.type ?? 'ECS';
    if (controller === 'EXTERNAL' ? input.taskDefinition : !input.taskDefinition) {
      throw new AwsFault(
        'InvalidParameterException',
        'A task definition is needed, except with the EXTERNAL deployment controller, where it belongs to the task sets.',
      );
    }
    const definition = controller === 'EXTERNAL' ? null : requireActive(place.ecs, input.taskDefinition);
    if (definition) checkLaunch(definition.definition, input);
    const state = newService(context, input, { clusterName, clusterArn, taskDefinition: definition?.arn });
    place.ecs.services[keyOf(state)] = state;
    if (input.clientToken) setOwn(place.ecs.clientTokens, input.clientToken, keyOf(state));
    if (controller === 'ECS' && definition) startDeployment(place, state, definition.arn);
    if (controller === 'CODE_DEPLOY' && definition) addFirstTaskSet(place, state, definition.arn);
    lookSoon(place, state);
    runEcs(context.world);
    return { service: shownService(place, state, ['TAGS']) };
  },
};

function newService(
  context: CallContext,
  input: CreateServiceRequest,
  { clusterName, clusterArn, taskDefinition }: { clusterName: string; clusterArn: string; taskDefinition: string | undefined },
): ServiceState {
  const launchType = input.capacityProviderStrategy?.length ? undefined : (input.launchType ?? 'EC2');
  return {
    clusterName,
    service: toStored<Omit<Service, 'deployments' | 'events' | 'taskSets' | 'tags'>>({
      serviceArn: ecsArn(context, `service/${clusterName}/${input.serviceName}`),
      serviceName: input.serviceName,
      clusterArn,
      loadBalancers: input.loadBalancers ?? [],
      serviceRegistries: input.serviceRegistries ?? [],
      status: 'ACTIVE',
      desiredCount: input.desiredCount ?? 1,
      launchType,
      capacityProviderStrategy: input.capacityProviderStrategy,
      platformVersion: launchType === 'FARGATE' ? (input.platformVersion ?? 'LATEST') : undefined,
      platformFamily: launchType === 'FARGATE' ? 'Linux' : undefined,
      taskDefinition,
      deploymentConfiguration: {
        deploymentCircuitBreaker: { enable: false, rollback: false },
        maximumPercent: 200,
        minimumHealthyPercent: 100,
        ...input.deploymentConfiguration,
      },
      roleArn: `arn:${context.account.partition}:iam::${context.account.id}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`,
      createdAt: context.now,
      placementConstraints: input.placementConstraints ?? [],
      placementStrategy: input.placementStrategy ?? [],
      networkConfiguration: input.networkConfiguration,
      healthCheckGracePeriodSeconds: input.healthCheckGracePeriodSeconds ?? 0,
      schedulingStrategy: input.schedulingStrategy ?? 'REPLICA',
      deploymentController: { type: input.deploymentController?.type ?? 'ECS' },
      createdBy: context.principal.arn,
      enableECSManagedTags: input.enableECSManagedTags ?? false,
      propagateTags: input.propagateTags ?? 'NONE',
      enableExecuteCommand: input.enableExecuteCommand ?? false,
      availabilityZoneRebalancing: input.availabilityZoneRebalancing ?? 'DISABLED',
    }),
    tags: checkedTags(input.tags),
    extras: toStored({
      serviceConnectConfiguration: input.serviceConnectConfiguration,
      volumeConfigurations: input.volumeConfigurations,
      vpcLatticeConfigurations: input.vpcLatticeConfigurations,
    }),
    deployments: [],
    history: [],
    events: [],
    nextLookAt: null,
    unsteady: true,
  };
}

/** CodeDeploy keeps a blue/green service's tasks in a task set, also the first one. */
function addFirstTaskSet(place: EcsPlace, state: ServiceState, taskDefinition: string): void {
  const { service } = state;
  const id = deploymentId(place.world);
  const taskSetArn = ecsArn(place, `task-set/${state.clusterName}/${service.serviceName}/${id}`);
  place.ecs.taskSets[taskSetArn] = toStored<TaskSet>({
    id,
    taskSetArn,
    serviceArn: service.serviceArn,
    clusterArn: service.clusterArn,
    startedBy: 'CODE_DEPLOY',
    status: 'PRIMARY',
    taskDefinition,
    computedDesiredCount: service.desiredCount,
    createdAt: place.world.clock.now(),
    updatedAt: place.world.clock.now(),
    launchType: service.launchType,
    loadBalancers: service.loadBalancers,
    networkConfiguration: service.networkConfiguration,
    scale: { value: 100, unit: 'PERCENT' },
    stabilityStatus: 'STABILIZING',
  });
}
