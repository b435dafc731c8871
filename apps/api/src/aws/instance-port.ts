import type { Reading } from '@rolewright/shared/inventory/reading.ts';
import type { AssociationOf, InstanceOf } from '@rolewright/shared/plan/instance-snapshot.ts';
import type { MetadataOptions } from '@rolewright/shared/plan/instance-steps.ts';
import type { Secret } from '@rolewright/shared/secret.ts';
import type { Changed } from './port.ts';

export interface InstanceProfileReading {
  name: string;
  arn: string;
  path: string;
  /** ARNs. */
  roles: string[];
  tags: Record<string, string>;
}

/** Reads of one instance and of the profiles that bear on it. */
export interface InstanceRead {
  /** With its name: the Name tag, else its id. */
  instance(instanceId: string): Promise<Reading<InstanceOf & { name: string }>>;
  /** Its attribute disableApiStop: while it is on, no call stops it. */
  stopProtection(instanceId: string): Promise<Reading<boolean>>;
  /** The profile that an instance has, or is getting or losing; absent: none. */
  associationOf(instanceId: string): Promise<Reading<AssociationOf>>;
  /** Instances of this Region that have a profile, those that are gone left out. */
  instancesOfProfile(profileArn: string): Promise<Reading<{ instanceId: string; name: string }[]>>;
  instanceProfile(name: string): Promise<Reading<InstanceProfileReading>>;
  /** Profiles that hold a role, without their tags; absent: there is no such role. */
  profilesOfRole(roleName: string): Promise<Reading<Omit<InstanceProfileReading, 'tags'>[]>>;
}

/** Changes of instances and instance profiles. EC2 is given profiles by ARN, never roles (D-42). */
export interface InstanceChange {
  createInstanceProfile(input: { name: string; path: string; tags: Record<string, string> }): Promise<Changed<{ arn: string }>>;
  deleteInstanceProfile(name: string): Promise<Changed<null>>;
  addRoleToInstanceProfile(profileName: string, roleName: string): Promise<Changed<null>>;
  removeRoleFromInstanceProfile(profileName: string, roleName: string): Promise<Changed<null>>;
  associateInstanceProfile(instanceId: string, profileArn: string): Promise<Changed<{ associationId: string }>>;
  /** Of a running instance, by the association's id; the answer is a new one (D-65). */
  replaceInstanceProfile(associationId: string, profileArn: string): Promise<Changed<{ associationId: string }>>;
  disassociateInstanceProfile(associationId: string): Promise<Changed<null>>;
  modifyMetadataOptions(instanceId: string, options: MetadataOptions): Promise<Changed<null>>;
  stopInstance(instanceId: string): Promise<Changed<null>>;
  startInstance(instanceId: string): Promise<Changed<null>>;
  /** Bytes as they are; the SDK encodes them (D-67). Of a stopped instance. */
  writeUserData(instanceId: string, bytes: Secret<Uint8Array>): Promise<Changed<null>>;
}
