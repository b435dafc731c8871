import { type EcsPlace, ecsOf, type ServiceState } from '../../state/ecs.ts';
import { AwsFault, type CallContext } from '../service.ts';
import { requireCluster } from './clusters.ts';
import { serviceNameOf } from './names.ts';

/** Where a call acts: the ECS of the caller's account in the call's Region. */
export const placeOf = (context: CallContext): EcsPlace => ({
  world: context.world,
  account: context.account,
  region: context.region,
  ecs: ecsOf(context.account, context.region),
});

/** Cluster that a long service ARN names; it wins over the `cluster` parameter's default. */
export const clusterOfService = (service: string, cluster: string | undefined): string | undefined => {
  const parts = service.split('/');
  return cluster ?? (service.startsWith('arn:') && parts.length === 3 ? parts[1] : undefined);
};

/** The service that a call names, whatever its status; null when the cluster has none of that name. */
export function findService(place: EcsPlace, cluster: string | undefined, service: string): ServiceState | null {
  const { clusterName } = requireCluster(place.ecs, clusterOfService(service, cluster));
  return place.ecs.services[`${clusterName}/${serviceNameOf(service)}`] ?? null;
}

/** The ACTIVE service that a call names. */
export function requireService(place: EcsPlace, cluster: string | undefined, service: string | undefined): ServiceState {
  const found = findService(place, cluster, service ?? '');
  if (!found || found.service.status === 'INACTIVE') throw new AwsFault('ServiceNotFoundException', 'Service not found.');
  if (found.service.status !== 'ACTIVE') throw new AwsFault('ServiceNotActiveException', 'Service was not ACTIVE.');
  return found;
}
