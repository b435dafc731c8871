import type { z } from 'zod';
import type { Reading } from '../inventory/reading.ts';
import type { DeliveryPlace } from './chain-delivery.ts';
import type { roleChainTarget } from './role-chain.ts';
import type { PrincipalOf, RoleOf } from './snapshot.ts';

/** A role with what bears on assuming it. External ids in its trust are fingerprints (iam/external-id.ts). */
export interface ChainRoleOf extends RoleOf {
  uniqueId: string;
  tags: Record<string, string>;
  maxSessionDuration: number;
}

/** A registered account that the chain runs through. */
export interface ChainAccount {
  /** Our id, and AWS' 12 digits. */
  id: string;
  awsAccountId: string;
  name: string;
  partition: string;
  /** Characters that a trust policy may have there (D-41); AWS' default holds where it could not be read. */
  trustSize: Reading<number>;
}

/** A user whom the chain takes the place of; `from` says in words how we know. */
export interface ComparedUser {
  arn: string;
  from: string;
  /** Named by the operator, not derived. */
  isNamed: boolean;
  reading: Reading<PrincipalOf>;
}

/** All that a chain is planned from, read at one time; kept with the plan, so that it holds no external id. */
export interface ChainSnapshot {
  readAt: string;
  region: string;
  /** Each account once, that of role1 first. */
  accounts: ChainAccount[];
  target: z.infer<typeof roleChainTarget>;
  /** To be absent where it is to be created, else to be known. */
  caller: { kind: 'role'; reading: Reading<ChainRoleOf> } | { kind: 'user'; reading: Reading<PrincipalOf> };
  /** The role of each link: to be absent where it is to be created, else to be known. */
  roles: Reading<ChainRoleOf>[];
  /** Not there in plans of earlier versions. */
  compared?: ComparedUser[];
  /** Where the application's config will lie, and who shall read it; left out: it is delivered by hand. */
  delivery?: {
    place: DeliveryPlace;
    /** To be absent: what is there is nobody's to overwrite. */
    stored: Reading<StoredOf>;
    readers: { arn: string; name: string; reading: Reading<ChainRoleOf> }[];
    /** Container of the workload's task definition that takes it up; null: not asked, or not known. */
    container: string | null;
  };
}

/** A secret or parameter without its value, which the console never asks for (D-11). */
export interface StoredOf {
  arn: string;
  tags: Record<string, string>;
  /** Id of the current version. */
  version: string;
  /** ISO 8601, of a secret that is scheduled for deletion. */
  deletedAt: string | null;
  /** Its own resource policy, as JSON text. */
  policy: Reading<string>;
}
