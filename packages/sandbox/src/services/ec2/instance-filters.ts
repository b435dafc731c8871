import type { Ec2Place, StoredInstance } from '../../state/ec2.ts';
import type { Filterable } from './filters.ts';
import { stateCodes } from './instance-life.ts';
import { privateDnsName, shownGroups, shownProfile } from './instance-view.ts';
import { profileNameOf } from './profile.ts';

/** What DescribeInstances and DescribeInstanceStatus filter by, besides tags. Source: API reference, DescribeInstances. */
export function instanceFilters(place: Ec2Place): Filterable<StoredInstance> {
  const profile = ({ instanceId }: StoredInstance) => shownProfile(place, instanceId);
  return {
    'availability-zone': ({ availabilityZone }) => [availabilityZone],
    'client-token': ({ clientToken }) => [clientToken],
    'iam-instance-profile.arn': (instance) => [profile(instance)?.Arn],
    'iam-instance-profile.id': (instance) => [profile(instance)?.Id],
    'iam-instance-profile.name': (instance) => [profile(instance)?.Arn].map((arn) => arn && profileNameOf(arn)),
    'image-id': ({ imageId }) => [imageId],
    'instance-id': ({ instanceId }) => [instanceId],
    'instance-lifecycle': ({ lifecycle }) => [lifecycle],
    'instance-state-code': ({ state }) => [stateCodes[state]],
    'instance-state-name': ({ state }) => [state],
    'instance-type': ({ instanceType }) => [instanceType],
    'instance.group-id': ({ securityGroupIds }) => securityGroupIds,
    'instance.group-name': ({ securityGroupIds }) => shownGroups(place, securityGroupIds).map(({ GroupName }) => GroupName),
    'ip-address': ({ publicIp }) => [publicIp],
    'key-name': ({ keyName }) => [keyName],
    'launch-index': ({ launchIndex }) => [launchIndex],
    'launch-time': ({ launchTime }) => [launchTime],
    'metadata-options.http-endpoint': ({ metadataOptions }) => [metadataOptions.httpEndpoint],
    'metadata-options.http-put-response-hop-limit': ({ metadataOptions }) => [metadataOptions.httpPutResponseHopLimit],
    'metadata-options.http-tokens': ({ metadataOptions }) => [metadataOptions.httpTokens],
    'metadata-options.instance-metadata-tags': ({ metadataOptions }) => [metadataOptions.instanceMetadataTags],
    'monitoring-state': ({ monitoring }) => [monitoring ? 'enabled' : 'disabled'],
    'network-interface.network-interface-id': ({ networkInterfaceId }) => [networkInterfaceId],
    'owner-id': () => [place.account.id],
    'private-dns-name': ({ privateIp }) => [privateDnsName(place.region, privateIp)],
    'private-ip-address': ({ privateIp }) => [privateIp],
    'requester-id': ({ launchedBy }) => [launchedBy],
    'reservation-id': ({ reservationId }) => [reservationId],
    'root-device-name': ({ rootDeviceName }) => [rootDeviceName],
    'root-device-type': () => ['ebs'],
    'source-dest-check': ({ sourceDestCheck }) => [sourceDestCheck],
    'state-reason-code': ({ stateReason }) => [stateReason?.code],
    'subnet-id': ({ subnetId }) => [subnetId],
    tenancy: ({ tenancy }) => [tenancy],
    'vpc-id': ({ vpcId }) => [vpcId],
  };
}
