import type { TaskSet } from '@aws-sdk/client-ecs';
import { own, setOwn } from '../../state/iam.ts';
import { AwsFault, type Handlers } from '../service.ts';
import { lookSoon, tasksOf } from './deploy.ts';
import { deploymentId } from './ids.ts';
import { checkLaunch } from './launch-checks.ts';
import { ecsArn } from './names.ts';
import { placeOf, requireService } from './service-lookup.ts';
import { shownTaskSet } from './service-view.ts';
import { toStored } from './stored.ts';
import { checkedTags } from './tags.ts';
import { requireActive } from './task-definitions.ts';
import { taskSetsOf } from './task-set-life.ts';
import { runEcs } from './tick.ts';

type Ecs = typeof import('@aws-sdk/client-ecs');

export const taskSetHandlers: Handlers<Ecs> = {
  /** For EXTERNAL services; the first one becomes PRIMARY, since UpdateServicePrimaryTaskSet is not served here. */
  CreateTaskSet(input, context) {
    const place = placeOf(context);
    const state = requireService(place, input.cluster, input.service);
    if (state.service.deploymentController?.type !== 'EXTERNAL') {
      throw new AwsFault(
        'InvalidParameterException',
        'A task set can only be created in a service with the EXTERNAL deployment controller.',
      );
    }
    const definition = requireActive(place.ecs, input.taskDefinition);
    checkLaunch(definition.definition, input);
    const repeated = place.ecs.taskSets[own(place.ecs.clientTokens, input.clientToken ?? '') ?? ''];
    if (repeated) return { taskSet: shownTaskSet(repeated, tasksOf(place, state), ['TAGS']) };
    const id = deploymentId(context.world);
    const taskSetArn = ecsArn(context, `task-set/${state.clusterName}/${state.service.serviceName}/${id}`);
    const scale = input.scale ?? { value: 0, unit: 'PERCENT' as const };
    const set = toStored<TaskSet>({
      id,
      taskSetArn,
      serviceArn: state.service.serviceArn,
      clusterArn: state.service.clusterArn,
      externalId: input.externalId,
      status: taskSetsOf(place, state).length === 0 ? 'PRIMARY' : 'ACTIVE',
      taskDefinition: definition.arn,
      computedDesiredCount: Math.ceil(((state.service.desiredCount ?? 0) * (scale.value ?? 0)) / 100),
      createdAt: context.now,
      updatedAt: context.now,
      launchType: input.launchType ?? 'EC2',
      capacityProviderStrategy: input.capacityProviderStrategy,
      platformVersion: input.platformVersion,
      networkConfiguration: input.networkConfiguration,
      loadBalancers: input.loadBalancers ?? [],
      serviceRegistries: input.serviceRegistries ?? [],
      scale,
      stabilityStatus: 'STABILIZING',
      stabilityStatusAt: context.now,
      tags: checkedTags(input.tags),
    });
    place.ecs.taskSets[taskSetArn] = set;
    if (input.clientToken) setOwn(place.ecs.clientTokens, input.clientToken, taskSetArn);
    lookSoon(place, state);
    runEcs(context.world);
    return { taskSet: shownTaskSet(set, tasksOf(place, state), ['TAGS']) };
  },

  DescribeTaskSets({ cluster, service, taskSets, include }, context) {
    const place = placeOf(context);
    const state = requireService(place, cluster, service);
    const tasks = tasksOf(place, state);
    const all = taskSetsOf(place, state);
    if (!taskSets?.length) return { taskSets: all.map((set) => shownTaskSet(set, tasks, include ?? [])), failures: [] };
    const found = taskSets.map((name) => ({ name, set: all.find((set) => set.id === name || set.taskSetArn === name) }));
    return {
      taskSets: found.flatMap(({ set }) => (set ? [shownTaskSet(set, tasks, include ?? [])] : [])),
      failures: found.flatMap(({ name, set }) => (set ? [] : [{ arn: name, reason: 'MISSING' }])),
    };
  },
};
