import type { Cluster } from '@aws-sdk/client-ecs';
import { type EcsState, ecsOf, type Stored } from '../../state/ecs.ts';
import { own } from '../../state/iam.ts';
import { byText, pageOf, pageSize } from '../page.ts';
import { AwsFault, type CallContext, type Handlers } from '../service.ts';
import { clusterNameOf, ecsArn, isEcsName } from './names.ts';
import { fromStored, toStored } from './stored.ts';
import { checkedTags } from './tags.ts';

type Ecs = typeof import('@aws-sdk/client-ecs');

/** The cluster of a call, which must be ACTIVE; `default` where none is named. */
export function requireCluster(ecs: EcsState, cluster: string | undefined): Stored<Cluster> & { clusterName: string; clusterArn: string } {
  const found = own(ecs.clusters, clusterNameOf(cluster));
  if (found?.status !== 'ACTIVE') throw new AwsFault('ClusterNotFoundException', 'Cluster not found.');
  return found as Stored<Cluster> & { clusterName: string; clusterArn: string };
}

/** A cluster as DescribeClusters shows it: counts are counted, not stored. */
function shown(ecs: EcsState, cluster: Stored<Cluster>, include: readonly string[]): Cluster {
  const name = cluster.clusterName ?? '';
  const tasks = Object.values(ecs.tasks).filter((task) => task.clusterName === name);
  const services = Object.values(ecs.services).filter((service) => service.clusterName === name && service.service.status === 'ACTIVE');
  const { tags, settings, configuration, ...plain } = fromStored<Cluster>(cluster);
  return {
    ...plain,
    registeredContainerInstancesCount: 0,
    runningTasksCount: tasks.filter((task) => task.task.lastStatus === 'RUNNING').length,
    pendingTasksCount: tasks.filter((task) => ['PROVISIONING', 'PENDING'].includes(task.task.lastStatus ?? '')).length,
    activeServicesCount: services.length,
    statistics: [],
    tags: include.includes('TAGS') ? (tags ?? []) : [],
    settings: include.includes('SETTINGS') ? (settings ?? []) : [],
    ...(include.includes('CONFIGURATIONS') && configuration ? { configuration } : {}),
  };
}

const all = ['TAGS', 'SETTINGS', 'CONFIGURATIONS'];
const stateOf = (context: CallContext) => ecsOf(context.account, context.region);

export const clusterHandlers: Handlers<Ecs> = {
  CreateCluster(input, context) {
    const ecs = stateOf(context);
    const name = input.clusterName ?? 'default';
    if (!isEcsName(name)) throw new AwsFault('InvalidParameterException', 'Invalid clusterName.');
    const existing = own(ecs.clusters, name);
    if (existing?.status === 'ACTIVE') return { cluster: shown(ecs, existing, all) };
    const cluster = toStored<Cluster>({
      clusterArn: ecsArn(context, `cluster/${name}`),
      clusterName: name,
      status: 'ACTIVE',
      capacityProviders: input.capacityProviders ?? [],
      defaultCapacityProviderStrategy: input.defaultCapacityProviderStrategy ?? [],
      settings: input.settings ?? [{ name: 'containerInsights', value: 'disabled' }],
      configuration: input.configuration,
      serviceConnectDefaults: input.serviceConnectDefaults,
      tags: checkedTags(input.tags),
    });
    ecs.clusters[name] = cluster;
    return { cluster: shown(ecs, cluster, all) };
  },

  DescribeClusters({ clusters, include }, context) {
    const ecs = stateOf(context);
    const names = clusters?.length ? clusters : ['default'];
    if (names.length > 100) throw new AwsFault('InvalidParameterException', 'Clusters cannot have more than 100 elements.');
    const found = names.map((name) => ({ name, cluster: own(ecs.clusters, clusterNameOf(name)) }));
    return {
      clusters: found.flatMap(({ cluster }) => (cluster ? [shown(ecs, cluster, include ?? [])] : [])),
      failures: found.flatMap(({ name, cluster }) =>
        cluster ? [] : [{ arn: ecsArn(context, `cluster/${clusterNameOf(name)}`), reason: 'MISSING' }],
      ),
    };
  },

  ListClusters({ nextToken, maxResults }, context) {
    const arns = Object.values(stateOf(context).clusters)
      .filter((cluster) => cluster.status === 'ACTIVE')
      .map((cluster) => cluster.clusterArn ?? '')
      .sort(byText);
    const { page, ...rest } = pageOf({
      items: arns,
      keyOf: (arn) => arn,
      compare: byText,
      token: nextToken,
      limit: pageSize(maxResults, 100, 100, 'InvalidParameterException'),
      filters: 'clusters',
      badToken: 'InvalidParameterException',
    });
    return { clusterArns: page, ...rest };
  },

  DeleteCluster({ cluster }, context) {
    const ecs = stateOf(context);
    const found = requireCluster(ecs, cluster);
    const name = found.clusterName;
    if (Object.values(ecs.services).some((service) => service.clusterName === name && service.service.status === 'ACTIVE')) {
      throw new AwsFault('ClusterContainsServicesException', 'The Cluster cannot be deleted while Services are active.');
    }
    if (Object.values(ecs.tasks).some((task) => task.clusterName === name && task.task.lastStatus !== 'STOPPED')) {
      throw new AwsFault('ClusterContainsTasksException', 'The Cluster cannot be deleted while Tasks are active.');
    }
    found.status = 'INACTIVE';
    return { cluster: shown(ecs, found, []) };
  },

  ListContainerInstances({ cluster }, context) {
    requireCluster(stateOf(context), cluster);
    return { containerInstanceArns: [] };
  },

  DescribeContainerInstances({ cluster, containerInstances }, context) {
    requireCluster(stateOf(context), cluster);
    return { containerInstances: [], failures: (containerInstances ?? []).map((arn) => ({ arn, reason: 'MISSING' })) };
  },
};
