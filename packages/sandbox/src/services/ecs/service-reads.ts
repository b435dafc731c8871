import { byText, pageOf, pageSize } from '../page.ts';
import { AwsFault, type Handlers } from '../service.ts';
import { requireCluster } from './clusters.ts';
import { ecsArn, serviceNameOf } from './names.ts';
import { findService, placeOf } from './service-lookup.ts';
import { shownService } from './service-view.ts';

type Ecs = typeof import('@aws-sdk/client-ecs');

export const serviceReadHandlers: Handlers<Ecs> = {
  DescribeServices({ cluster, services, include }, context) {
    const place = placeOf(context);
    const { clusterName } = requireCluster(place.ecs, cluster);
    const names = services ?? [];
    if (names.length === 0) throw new AwsFault('InvalidParameterException', 'Services cannot be empty.');
    if (names.length > 10) throw new AwsFault('InvalidParameterException', 'Services cannot have more than 10 elements.');
    const found = names.map((name) => ({ name, state: findService(place, clusterName, name) }));
    return {
      services: found.flatMap(({ state }) => (state ? [shownService(place, state, include ?? [])] : [])),
      failures: found.flatMap(({ name, state }) =>
        state ? [] : [{ arn: ecsArn(context, `service/${clusterName}/${serviceNameOf(name)}`), reason: 'MISSING' }],
      ),
    };
  },

  /** Ten at a time unless more are asked for (D-82). */
  ListServices({ cluster, nextToken, maxResults, launchType, schedulingStrategy, resourceManagementType }, context) {
    const place = placeOf(context);
    const { clusterName } = requireCluster(place.ecs, cluster);
    const arns = Object.values(place.ecs.services)
      .filter((state) => state.clusterName === clusterName && state.service.status !== 'INACTIVE')
      .filter(({ service }) => launchType === undefined || service.launchType === launchType)
      .filter(({ service }) => schedulingStrategy === undefined || service.schedulingStrategy === schedulingStrategy)
      .filter(() => resourceManagementType !== 'ECS')
      .map(({ service }) => service.serviceArn ?? '')
      .sort(byText);
    const { page, ...rest } = pageOf({
      items: arns,
      keyOf: (arn) => arn,
      compare: byText,
      token: nextToken,
      limit: pageSize(maxResults, 10, 100, 'InvalidParameterException'),
      filters: `${clusterName}|${launchType ?? ''}|${schedulingStrategy ?? ''}|${resourceManagementType ?? ''}`,
      badToken: 'InvalidParameterException',
    });
    return { serviceArns: page, ...rest };
  },
};
