import type { Instance, InstanceStatus, InstanceStatusSummary, Reservation } from '@aws-sdk/client-ec2';
import type { Ec2Place, StoredInstance } from '../../state/ec2.ts';
import type { Handlers } from '../service.ts';
import { filtered } from './filters.ts';
import { instanceFilters } from './instance-filters.ts';
import { requireInstances } from './instance-find.ts';
import { shownInstance, shownState } from './instance-view.ts';
import { listingPage } from './listing.ts';
import { placeOf } from './place.ts';
import type { Ec2 } from './types.ts';

/** Instances of a launch stay together; launches come in no order that means anything, as on AWS. */
const keyOf = ({ reservationId, launchIndex }: StoredInstance): string => `${reservationId}/${String(launchIndex).padStart(4, '0')}`;

const tagsOf = ({ tags }: StoredInstance) => tags;

export const instanceReadHandlers: Handlers<Ec2> = {
  DescribeInstances(input, context) {
    const place = placeOf(context);
    const named = input.InstanceIds?.length ? requireInstances(place.ec2, input.InstanceIds) : Object.values(place.ec2.instances);
    const found = filtered(named, input.Filters, instanceFilters(place), tagsOf);
    const { page, nextToken } = listingPage(found, keyOf, { ...input }, { least: 5, most: 1000, ids: 'InstanceIds' });
    return { Reservations: reservationsOf(place, page), ...nextToken };
  },

  /** Of running instances alone, unless all are asked for. */
  DescribeInstanceStatus(input, context) {
    const place = placeOf(context);
    const named = input.InstanceIds?.length ? requireInstances(place.ec2, input.InstanceIds) : Object.values(place.ec2.instances);
    const shown = named.filter(({ state }) => input.IncludeAllInstances || state === 'running');
    const found = filtered(shown, input.Filters, instanceFilters(place), tagsOf);
    const { page, nextToken } = listingPage(found, keyOf, { ...input }, { least: 5, most: 1000, ids: 'InstanceIds' });
    return { InstanceStatuses: page.map(statusOf), ...nextToken };
  },
};

/** What RunInstances and DescribeInstances call a reservation: the instances of one launch. */
export function reservationsOf(place: Ec2Place, instances: readonly StoredInstance[]): Reservation[] {
  const byLaunch = Map.groupBy(instances, ({ reservationId }) => reservationId);
  return [...byLaunch].map(([ReservationId, members]) => ({
    ReservationId,
    OwnerId: place.account.id,
    ...(members[0]?.launchedBy ? { RequesterId: members[0].launchedBy } : {}),
    Groups: [],
    Instances: members.map((member): Instance => shownInstance(place, member)),
  }));
}

function statusOf({ instanceId, availabilityZone, state }: StoredInstance): InstanceStatus {
  const runs = state === 'running';
  const check = (): InstanceStatusSummary =>
    runs ? { Status: 'ok', Details: [{ Name: 'reachability', Status: 'passed' }] } : { Status: 'not-applicable' };
  return {
    InstanceId: instanceId,
    AvailabilityZone: availabilityZone,
    InstanceState: shownState(state),
    InstanceStatus: check(),
    SystemStatus: check(),
  };
}
