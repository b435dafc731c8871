declare module './world.ts' {
  interface AccountState {
    iam: IamState;
  }
}

/** IAM of one account. Names are the keys, ARNs for policies, key ids for access keys. */
export interface IamState {
  users: Record<string, UserState>;
  groups: Record<string, GroupState>;
  roles: Record<string, RoleState>;
  /** Customer-managed policies; AWS's own are the same in every account and never change here. */
  policies: Record<string, PolicyState>;
  instanceProfiles: Record<string, InstanceProfileState>;
  accessKeys: Record<string, AccessKeyState>;
  accountAlias: string | null;
  /** What was before each change that is not effective yet, oldest first (D-50). */
  recent: RecentChange[];
}

/** What users, groups, roles, policies and instance profiles have in common. */
export interface Named {
  name: string;
  path: string;
  /** AIDA…, AGPA…, AROA…, ANPA…, AIPA…: never used twice, so that a recreated entity is another one (D-47). */
  id: string;
  arn: string;
  createdAt: string;
}

/** What carries permissions. */
export interface PolicyHolder {
  /** ARNs of managed policies, in the order of attaching. */
  attached: string[];
  /** Policy name → document as it was given. */
  inline: Record<string, string>;
}

export interface UserState extends Named, PolicyHolder {
  tags: Record<string, string>;
  /** ARN of the managed policy that is the permissions boundary. */
  boundary: string | null;
  groups: string[];
}

export interface GroupState extends Named, PolicyHolder {}

export interface RoleState extends Named, PolicyHolder {
  tags: Record<string, string>;
  boundary: string | null;
  description: string | null;
  maxSessionDuration: number;
  trust: ResourcePolicy;
  lastUsed: LastUsed;
}

/** A policy that names principals, as it was saved: the ARNs of users and roles stand for the unique ids that they had then (D-47). */
export interface ResourcePolicy {
  document: string;
  /** ARN in the document → unique id. */
  principals: Record<string, string>;
}

export interface PolicyState extends Named {
  description: string | null;
  updatedAt: string;
  tags: Record<string, string>;
  defaultVersionId: string;
  /** Oldest first. */
  versions: PolicyVersionState[];
  /** Number of the next version: deleted ones never return. */
  nextVersion: number;
}

export interface PolicyVersionState {
  id: string;
  document: string;
  createdAt: string;
}

export interface InstanceProfileState extends Named {
  tags: Record<string, string>;
  /** Names; at most one (D-42). */
  roles: string[];
}

export interface AccessKeyState {
  id: string;
  userName: string;
  secretAccessKey: string;
  status: 'Active' | 'Inactive';
  createdAt: string;
  lastUsed: LastUsed;
}

export interface Use {
  at: string;
  region: string;
  serviceName: string;
}

/** The last use that can be read, and one that cannot yet (only with the true delays of AWS, D-89). */
export interface LastUsed {
  shown: Use | null;
  hidden: { use: Use; shownFrom: string } | null;
}

/** Kinds of things whose changes take time to reach evaluation. */
export interface IamEntities {
  users: UserState;
  groups: GroupState;
  roles: RoleState;
  policies: PolicyState;
  instanceProfiles: InstanceProfileState;
  accessKeys: AccessKeyState;
}
export type IamKind = keyof IamEntities;

/** Until `effectiveAt` evaluation goes by `previous`; null: there was nothing. */
export type RecentChange = { [K in IamKind]: { kind: K; key: string; previous: IamEntities[K] | null; effectiveAt: string } }[IamKind];

/** IAM of a new account. */
export const newIamState = (): IamState => ({
  users: {},
  groups: {},
  roles: {},
  policies: {},
  instanceProfiles: {},
  accessKeys: {},
  accountAlias: null,
  recent: [],
});

/** The entry of that very name, or null: names such as `constructor` are allowed in IAM. */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | null {
  return Object.hasOwn(record, key) ? (record[key] ?? null) : null;
}

/** Sets an entry of any name, `__proto__` too. */
export function setOwn<T>(record: Record<string, T>, key: string, value: T): void {
  Object.defineProperty(record, key, { value, configurable: true, enumerable: true, writable: true });
}
