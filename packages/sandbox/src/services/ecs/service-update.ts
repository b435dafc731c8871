import type { UpdateServiceRequest } from '@aws-sdk/client-ecs';
import type { EcsPlace, ServiceState } from '../../state/ecs.ts';
import { AwsFault, type Handlers } from '../service.ts';
import { lookSoon } from './deploy.ts';
import { checkLaunch } from './launch-checks.ts';
import { startDeployment } from './rollout.ts';
import { placeOf, requireService } from './service-lookup.ts';
import { shownService } from './service-view.ts';
import { toStored } from './stored.ts';
import { requireActive } from './task-definitions.ts';
import { taskSetsOf } from './task-set-life.ts';
import { runEcs } from './tick.ts';

type Ecs = typeof import('@aws-sdk/client-ecs');

/** Members that go straight into the service. Of those, the second list opens a new deployment of a rolling service when it changes. */
const plain = [
  'deploymentConfiguration',
  'healthCheckGracePeriodSeconds',
  'enableExecuteCommand',
  'enableECSManagedTags',
  'propagateTags',
  'availabilityZoneRebalancing',
  'placementConstraints',
  'placementStrategy',
] as const;
const redeploying = ['networkConfiguration', 'platformVersion', 'capacityProviderStrategy', 'loadBalancers', 'serviceRegistries'] as const;
const extras = ['serviceConnectConfiguration', 'volumeConfigurations', 'vpcLatticeConfigurations'] as const;

export const serviceUpdateHandlers: Handlers<Ecs> = {
  UpdateService(input, context) {
    const place = placeOf(context);
    const state = requireService(place, input.cluster, input.service);
    const controller = state.service.deploymentController?.type ?? 'ECS';
    if (controller !== 'ECS') refuseForController(controller, input);
    const definition = input.taskDefinition === undefined ? null : requireActive(place.ecs, input.taskDefinition);
    if (definition) {
      const networkConfiguration =
        input.networkConfiguration ?? (state.service.networkConfiguration as UpdateServiceRequest['networkConfiguration']);
      checkLaunch(definition.definition, { launchType: state.service.launchType, networkConfiguration });
    }
    const changed = apply(state, input);
    const target = definition?.arn ?? state.service.taskDefinition ?? '';
    if (controller === 'ECS' && (input.forceNewDeployment || changed || target !== state.service.taskDefinition)) {
      startDeployment(place, state, target);
    }
    scale(place, state);
    lookSoon(place, state);
    runEcs(context.world);
    return { service: shownService(place, state, ['TAGS']) };
  },

  DeleteService({ cluster, service, force }, context) {
    const place = placeOf(context);
    const state = requireService(place, cluster, service);
    if ((state.service.desiredCount ?? 0) > 0 && !force) {
      throw new AwsFault('InvalidParameterException', 'The service cannot be stopped while it is scaled above 0.');
    }
    if (taskSetsOf(place, state).length > 0 && !force) {
      throw new AwsFault('InvalidParameterException', 'The service still has task sets; delete them first or use force.');
    }
    state.service.status = 'DRAINING';
    state.service.desiredCount = 0;
    for (const { taskSetArn } of taskSetsOf(place, state)) delete place.ecs.taskSets[taskSetArn ?? ''];
    lookSoon(place, state);
    runEcs(context.world);
    return { service: shownService(place, state, ['TAGS']) };
  },
};

/** Takes over what the call sent, blocks as a whole (D-30); true when the change needs a deployment. */
function apply(state: ServiceState, input: UpdateServiceRequest): boolean {
  const service = state.service as Record<string, unknown>;
  if (input.desiredCount !== undefined) service.desiredCount = input.desiredCount;
  for (const name of plain) if (input[name] !== undefined) service[name] = toStored(input[name]);
  let changed = false;
  for (const name of redeploying) {
    if (input[name] === undefined) continue;
    const fresh = toStored<unknown>(input[name]);
    changed ||= JSON.stringify(fresh) !== JSON.stringify(service[name]);
    service[name] = fresh;
  }
  for (const name of extras) {
    if (input[name] === undefined) continue;
    Object.assign(state.extras, { [name]: toStored<unknown>(input[name]) });
    changed = true;
  }
  return changed;
}

function scale(place: EcsPlace, state: ServiceState): void {
  const desired = state.service.desiredCount;
  for (const { deployment } of state.deployments.slice(0, 1)) deployment.desiredCount = desired;
  for (const set of taskSetsOf(place, state)) {
    set.computedDesiredCount = Math.ceil(((desired ?? 0) * (set.scale?.value ?? 100)) / 100);
  }
}

/** AWS lets the other controllers change a few members only; the task definition never (D-30). */
function refuseForController(controller: string, input: UpdateServiceRequest): void {
  const allowed =
    controller === 'CODE_DEPLOY'
      ? [
          'desiredCount',
          'deploymentConfiguration',
          'healthCheckGracePeriodSeconds',
          'enableExecuteCommand',
          'enableECSManagedTags',
          'propagateTags',
        ]
      : ['desiredCount', 'healthCheckGracePeriodSeconds', 'enableExecuteCommand', 'enableECSManagedTags', 'propagateTags'];
  if (input.taskDefinition !== undefined && controller === 'CODE_DEPLOY') {
    throw new AwsFault(
      'InvalidParameterException',
      'Unable to update task definition on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.',
    );
  }
  if (input.taskDefinition !== undefined) {
    throw new AwsFault(
      'InvalidParameterException',
      'Cannot set task definition on a service with an EXTERNAL deployment controller. Create a task set instead.',
    );
  }
  for (const [name, value] of Object.entries(input)) {
    if (value !== undefined && value !== false && !['cluster', 'service', ...allowed].includes(name)) {
      throw new AwsFault('InvalidParameterException', `Unable to update ${name} on services with a ${controller} deployment controller.`);
    }
  }
}
