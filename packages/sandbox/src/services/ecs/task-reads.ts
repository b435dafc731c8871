import { byText, pageOf, pageSize } from '../page.ts';
import { AwsFault, type Handlers } from '../service.ts';
import { requireCluster } from './clusters.ts';
import { requireWords } from './enums.ts';
import { ecsArn, serviceNameOf } from './names.ts';
import { findService, placeOf } from './service-lookup.ts';
import { findTask, shownTask } from './tasks.ts';

type Ecs = typeof import('@aws-sdk/client-ecs');

export const taskReadHandlers: Handlers<Ecs> = {
  /** Tasks that should run, unless `desiredStatus` asks for the stopped ones; ECS never wants a task PENDING, so that lists nothing (D-32). */
  ListTasks(
    { cluster, family, serviceName, startedBy, launchType, desiredStatus = 'RUNNING', nextToken, maxResults, containerInstance },
    context,
  ) {
    requireWords({ desiredStatus, launchType }, ['desiredStatus', 'launchType']);
    const place = placeOf(context);
    const { clusterName } = requireCluster(place.ecs, cluster);
    const service = serviceName === undefined ? null : findService(place, clusterName, serviceName);
    if (serviceName !== undefined && (service === null || service.service.status === 'INACTIVE')) {
      throw new AwsFault('ServiceNotFoundException', 'Service not found.');
    }
    const arns = Object.values(place.ecs.tasks)
      .filter((state) => state.clusterName === clusterName && state.task.desiredStatus === desiredStatus)
      .filter((state) => serviceName === undefined || state.serviceKey === `${clusterName}/${serviceNameOf(serviceName)}`)
      .filter(({ task }) => family === undefined || familyOf(task.taskDefinitionArn) === family)
      .filter(({ task }) => startedBy === undefined || task.startedBy === startedBy)
      .filter(({ task }) => launchType === undefined || task.launchType === launchType)
      .filter(() => containerInstance === undefined)
      .map(({ task }) => task.taskArn ?? '')
      .sort(byText);
    const { page, ...rest } = pageOf({
      items: arns,
      keyOf: (arn) => arn,
      compare: byText,
      token: nextToken,
      limit: pageSize(maxResults, 100, 100, 'InvalidParameterException'),
      filters: [clusterName, family, serviceName, startedBy, launchType, desiredStatus].join('|'),
      badToken: 'InvalidParameterException',
    });
    return { taskArns: page, ...rest };
  },

  DescribeTasks({ cluster, tasks, include }, context) {
    const place = placeOf(context);
    const { clusterName } = requireCluster(place.ecs, cluster);
    const names = tasks ?? [];
    if (names.length === 0) throw new AwsFault('InvalidParameterException', 'Tasks cannot be empty.');
    if (names.length > 100) throw new AwsFault('InvalidParameterException', 'Tasks cannot have more than 100 elements.');
    const found = names.map((name) => ({ name, state: findTask(place, clusterName, name) }));
    return {
      tasks: found.flatMap(({ state }) => (state ? [shownTask(state, include ?? [])] : [])),
      failures: found.flatMap(({ name, state }) =>
        state ? [] : [{ arn: name.startsWith('arn:') ? name : ecsArn(context, `task/${clusterName}/${name}`), reason: 'MISSING' }],
      ),
    };
  },
};

const familyOf = (arn: string | undefined): string => arn?.split('/').at(-1)?.split(':')[0] ?? '';
