import type { RequestLaunchTemplateData } from '@aws-sdk/client-ec2';
import { newNetwork, type StoredImage, type StoredNetwork } from './ec2-network.ts';
import type { Stored } from './ecs.ts';
import { regionOf } from './region.ts';
import type { AccountState, World } from './world.ts';

declare module './world.ts' {
  interface RegionState {
    ec2?: Ec2State;
  }
}

/** EC2 of one account and Region. Keys are ids: `i-…`, `iip-assoc-…`, `lt-…`, `ami-…`. */
export interface Ec2State {
  instances: Record<string, StoredInstance>;
  associations: Record<string, StoredAssociation>;
  launchTemplates: Record<string, StoredLaunchTemplate>;
  /** Images of the account's own; Amazon's are the same in every account (services/ec2/images.ts). */
  images: Record<string, StoredImage>;
  network: StoredNetwork;
  /** What ModifyInstanceMetadataDefaults has set; a member that is absent has no preference. */
  metadataDefaults: Partial<Omit<StoredMetadataOptions, 'httpProtocolIpv6'>>;
  /** `<operation>/<ClientToken>` → the request's digest and the ids that it made, so that a repeated call makes nothing twice. */
  clientTokens: Record<string, { digest: string; made: string }>;
}

export type InstanceStateName = 'pending' | 'running' | 'stopping' | 'stopped' | 'shutting-down' | 'terminated';

export interface StoredInstance {
  instanceId: string;
  reservationId: string;
  launchIndex: number;
  state: InstanceStateName;
  /** What happens to it next, and when; `gone`: DescribeInstances no longer shows it. */
  next: { at: string; state: InstanceStateName | 'gone' } | null;
  /** When it was last started. */
  launchTime: string;
  /** How often it has come up. User data runs at the first boot only (D-67). */
  boots: number;
  /** When it last came up (running for the first time, started again, rebooted); null before. Processes have been new since then. */
  bootedAt: string | null;
  /** `User initiated (2026-11-24 08:00:00 GMT)`, or empty. */
  stateTransitionReason: string;
  stateReason: { code: string; message: string } | null;
  imageId: string;
  instanceType: string;
  keyName: string | null;
  /** Base64 as it was sent; null: none. */
  userData: string | null;
  metadataOptions: StoredMetadataOptions;
  /** Tags of AWS (`aws:ec2launchtemplate:id`, `aws:autoscaling:groupName`, …) among them. */
  tags: Record<string, string>;
  /** The template that it was launched from, with the number that `$Latest` or `$Default` stood for. */
  launchTemplate: { id: string; name: string; version: string } | null;
  autoScalingGroupName: string | null;
  /** Of its profile, while that is associating or associated (D-65). */
  associationId: string | null;
  /** `autoscaling.amazonaws.com` where that service launched it. */
  launchedBy: string | null;
  /** What its processes get from the metadata service now; null: nothing was asked for since it came up or since its profile changed (D-43). */
  credentials: StoredInstanceCredentials | null;
  clientToken: string;
  vpcId: string;
  subnetId: string;
  availabilityZone: string;
  privateIp: string;
  publicIp: string | null;
  networkInterfaceId: string;
  securityGroupIds: string[];
  rootDeviceName: string;
  volumes: { deviceName: string; volumeId: string; deleteOnTermination: boolean }[];
  monitoring: boolean;
  ebsOptimized: boolean;
  disableApiTermination: boolean;
  disableApiStop: boolean;
  shutdownBehavior: 'stop' | 'terminate';
  sourceDestCheck: boolean;
  tenancy: string;
  lifecycle: 'spot' | null;
}

export interface StoredMetadataOptions {
  httpTokens: 'optional' | 'required';
  httpPutResponseHopLimit: number;
  httpEndpoint: 'enabled' | 'disabled';
  httpProtocolIpv6: 'enabled' | 'disabled';
  instanceMetadataTags: 'enabled' | 'disabled';
}

export interface StoredInstanceCredentials {
  /** Whose session it is: a role that left the profile meanwhile stays here until the next rotation (D-43). */
  roleArn: string;
  /** Key of `state.sessions`. */
  accessKeyId: string;
  issuedAt: string;
  rotatesAt: string;
}

/** An instance profile on an instance. At most one of an instance is associating or associated (D-65). */
export interface StoredAssociation {
  associationId: string;
  instanceId: string;
  profileArn: string;
  profileId: string;
  state: 'associating' | 'associated' | 'disassociating' | 'disassociated';
  timestamp: string;
  next: { at: string; state: StoredAssociation['state'] | 'gone' } | null;
}

export interface StoredLaunchTemplate {
  launchTemplateId: string;
  launchTemplateName: string;
  createTime: string;
  createdBy: string;
  defaultVersionNumber: number;
  /** It only grows: the number of a deleted version never returns. */
  latestVersionNumber: number;
  tags: Record<string, string>;
  /** By number. */
  versions: Record<string, StoredTemplateVersion>;
}

/** Immutable once it is made (D-72). */
export interface StoredTemplateVersion {
  versionNumber: number;
  versionDescription: string | null;
  createTime: string;
  createdBy: string;
  data: Stored<RequestLaunchTemplateData>;
}

/** The EC2 slice of a Region of an account, made when first asked for, with its default VPC. */
export function ec2Of(account: AccountState, regionName: string): Ec2State {
  const region = regionOf(account, regionName);
  region.ec2 ??= {
    instances: {},
    associations: {},
    launchTemplates: {},
    images: {},
    network: newNetwork(account.id, regionName),
    metadataDefaults: {},
    clientTokens: {},
  };
  return region.ec2;
}

/** One Region of one account. */
export interface Ec2Place {
  world: World;
  account: AccountState;
  region: string;
  ec2: Ec2State;
}

export const ec2Place = (world: World, account: AccountState, region: string): Ec2Place => ({
  world,
  account,
  region,
  ec2: ec2Of(account, region),
});

/** Every Region in which EC2 holds anything. */
export function* ec2Places(world: World): Generator<Ec2Place> {
  for (const account of Object.values(world.state.accounts)) {
    for (const region of Object.values(account.regions)) {
      if (region.ec2) yield { world, account, region: region.name, ec2: region.ec2 };
    }
  }
}

/** The association that an instance goes by: what DescribeInstances shows as its profile. Null: none. */
export function activeAssociation({ instances, associations }: Ec2State, instanceId: string): StoredAssociation | null {
  return associations[instances[instanceId]?.associationId ?? ''] ?? null;
}
