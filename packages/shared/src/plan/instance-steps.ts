import type { ShownLine } from '../user-data/contract.ts';
import type { LineEdit } from '../user-data/line-edits.ts';

/** How an instance may be asked for credentials (D-78). */
export interface MetadataOptions {
  httpTokens: 'optional' | 'required';
  hopLimit: number;
}

/** Steps that only the move of an EC2 instance has, as data. The instance is named by its id, an address of AWS's own. */
export type InstanceDeed =
  | { id: string; kind: 'create-instance-profile'; profileName: string; path: string; profileArn: string; tags: Record<string, string> }
  | { id: string; kind: 'add-role-to-instance-profile'; profileName: string; profileArn: string; roleName: string; roleArn: string }
  | { id: string; kind: 'associate-instance-profile'; instanceId: string; profileArn: string; roleArn: string }
  | {
      id: string;
      kind: 'replace-instance-profile';
      instanceId: string;
      /** The association that is replaced: the call takes its id, not the instance's (D-65). */
      associationId: string;
      fromProfileArn: string;
      /** Role of the profile that was there, which is passed again when it is put back; null: that profile is empty or not readable. */
      fromRoleArn: string | null;
      profileArn: string;
      roleArn: string;
    }
  | {
      id: string;
      kind: 'disassociate-instance-profile';
      instanceId: string;
      associationId: string;
      profileArn: string;
      /** Role of that profile, which is passed again when it is put back. */
      roleArn: string | null;
    }
  | { id: string; kind: 'modify-metadata-options'; instanceId: string; before: MetadataOptions; after: MetadataOptions }
  | { id: string; kind: 'stop-instance'; instanceId: string }
  | {
      id: string;
      kind: 'remove-user-data-keys';
      instanceId: string;
      /** Of the user data that the plan was made from: something else is not written over. */
      fingerprint: string;
      /** The document as it may be shown, with what goes. */
      lines: ShownLine[];
      /** A person's edits of it; left out: the key lines go by themselves. */
      edits?: LineEdit[];
    }
  | { id: string; kind: 'start-instance'; instanceId: string }
  | {
      id: string;
      kind: 'verify-instance';
      instanceId: string;
      profileArn: string;
      roleArn: string;
      keyIds: string[];
      /** The role is this run's own, so that every use of it is the instance's. */
      ownRole: boolean;
    };

export type InstanceKind = InstanceDeed['kind'];

/** `arn:…:instance-profile/team/web` or `arn:…:role/team/web` → `web`. */
export const lastNameOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
