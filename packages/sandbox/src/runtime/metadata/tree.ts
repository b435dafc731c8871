import { activeAssociation } from '../../state/ec2.ts';
import type { Caller } from './address.ts';
import { inIam } from './iam.ts';

/**
 * What lies at a path of the metadata service: text, a listing, or null for 404. Source: EC2 user guide, instance metadata categories; of the
 * categories there are those that name the instance, its place, its tags and its role.
 */
export function metadataAt(caller: Caller): string | Buffer | null {
  const path = caller.path.replace(/^\/latest\/?/, '');
  if (path === '') return 'dynamic\nmeta-data\nuser-data';
  const { instance } = caller;
  if (path === 'user-data') return instance.userData === null ? null : Buffer.from(instance.userData, 'base64');
  if (path === 'dynamic/instance-identity/document') return identityDocument(caller);
  return path.startsWith('meta-data') ? inMetadata(caller, path.replace(/^meta-data\/?/, '')) : null;
}

function inMetadata(caller: Caller, path: string): string | null {
  const [first = '', ...rest] = path.split('/');
  if (first === 'iam') return inIam(caller, rest.join('/'));
  if (first === 'tags') return inTags(caller, rest.join('/'));
  const leaves = leavesOf(caller);
  if (leaves[path] !== undefined) return leaves[path];
  const folder = path === '' || path.endsWith('/') ? path : `${path}/`;
  const names = Object.keys(leaves).filter((name) => name.startsWith(folder));
  const listed = names.map((name) => name.slice(folder.length).replace(/\/.*/, '/'));
  if (folder === '' && activeAssociation(caller.place.ec2, caller.instance.instanceId)) listed.push('iam/');
  if (folder === '' && caller.instance.metadataOptions.instanceMetadataTags === 'enabled') listed.push('tags/');
  return listed.length === 0 ? null : [...new Set(listed)].sort().join('\n');
}

function leavesOf({ instance, place }: Caller): Record<string, string> {
  const host = `ip-${instance.privateIp.replaceAll('.', '-')}.${place.region === 'us-east-1' ? 'ec2' : `${place.region}.compute`}.internal`;
  return {
    'ami-id': instance.imageId,
    'ami-launch-index': String(instance.launchIndex),
    hostname: host,
    'instance-id': instance.instanceId,
    'instance-life-cycle': instance.lifecycle ?? 'on-demand',
    'instance-type': instance.instanceType,
    'local-hostname': host,
    'local-ipv4': instance.privateIp,
    'placement/availability-zone': instance.availabilityZone,
    'placement/region': place.region,
    ...(instance.publicIp === null ? {} : { 'public-ipv4': instance.publicIp }),
    'reservation-id': instance.reservationId,
    'security-groups': instance.securityGroupIds.map((id) => place.ec2.network.securityGroups[id]?.groupName ?? id).join('\n'),
    'services/domain': 'amazonaws.com',
    'services/partition': place.account.partition,
  };
}

function inTags({ instance }: Caller, path: string): string | null {
  if (instance.metadataOptions.instanceMetadataTags !== 'enabled') return null;
  const own = Object.entries(instance.tags).filter(([key]) => !key.startsWith('aws:'));
  if (/^instance\/?$/.test(path)) return own.map(([key]) => key).join('\n');
  return own.find(([key]) => path === `instance/${key}`)?.[1] ?? (path === '' ? 'instance/' : null);
}

function identityDocument({ place, instance }: Caller): string {
  const document = {
    accountId: place.account.id,
    architecture: 'x86_64',
    availabilityZone: instance.availabilityZone,
    imageId: instance.imageId,
    instanceId: instance.instanceId,
    instanceType: instance.instanceType,
    pendingTime: instance.launchTime.replace(/\.\d+Z$/, 'Z'),
    privateIp: instance.privateIp,
    region: place.region,
    version: '2017-09-30',
  };
  return JSON.stringify(document, null, 2);
}
