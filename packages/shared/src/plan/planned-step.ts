import type { PolicyDocument } from '../aws/policy-document.ts';
import type { ConfigStore } from './chain-delivery.ts';
import type { GroupDeed } from './group-steps.ts';
import type { InstanceDeed } from './instance-steps.ts';
import type { StepKind } from './step.ts';

/** What a plan says to do, as data: apply reads nothing else to decide (rule 7). Documents in it are AWS policies, never secrets. */
export type PlannedStep = Where & Deed;

interface Where {
  /** The registered account that the step runs in; left out: that of the plan. */
  accountId?: string;
  /** The Region that the step is sent to; left out: that of the run. */
  region?: string;
}

type Deed =
  | {
      id: string;
      kind: 'create-role';
      roleName: string;
      path: string;
      trust: unknown;
      description: string;
      boundaryArn: string | null;
      tags: Record<string, string>;
      /** The link of a chain whose external id stands masked in `trust`. */
      link?: number;
      /** Why, where it is not a task role that takes over from a key. */
      because?: string;
    }
  | {
      id: string;
      kind: 'create-managed-policy';
      policyName: string;
      path: string;
      policyArn: string;
      document: unknown;
      description: string;
      tags: Record<string, string>;
      from: string;
      converted: string[];
      because?: string;
    }
  | { id: string; kind: 'attach-managed-policy'; roleName: string; policyArn: string; from: string; because?: string }
  | { id: string; kind: 'attach-user-policy'; userName: string; policyArn: string; because: string }
  | { id: string; kind: 'detach-policy'; holder: Holder; policyArn: string }
  | {
      id: string;
      kind: 'put-role-policy';
      roleName: string;
      policyName: string;
      document: unknown;
      from: string;
      converted: string[];
      because?: string;
      /** The ARN that this step journals takes the place of `instead` in the document. */
      exact?: { stepId: string; instead: string };
    }
  | { id: string; kind: 'put-user-policy'; userName: string; policyName: string; document: unknown; because: string }
  | {
      id: string;
      kind: 'update-assume-role-policy';
      roleName: string;
      /** The trust policy as it was read, and as it will be; external ids are masked in both (D-48, D-51). */
      before: PolicyDocument;
      after: PolicyDocument;
      /** Sids of the statements that are added. */
      sids: string[];
      link: number;
    }
  | {
      id: string;
      kind: 'replace-trust-policy';
      roleName: string;
      /** The trust policy as it was read, and as it will be; external ids are masked in both (D-48, D-51). */
      before: PolicyDocument;
      after: PolicyDocument;
      /** Number of the external id that the console makes for it; left out where it makes none. */
      link?: number;
      /** Fingerprints of external ids that are in `before` alone and that the console could not put back: it keeps none. */
      forgets: string[];
    }
  | {
      id: string;
      kind: 'change-inline-policy';
      holder: Holder;
      policyName: string;
      before: PolicyDocument;
      /** null: it is deleted. */
      after: PolicyDocument | null;
    }
  | {
      id: string;
      kind: 'register-task-definition';
      baseArn: string;
      family: string;
      taskRoleArn: string;
      containers: string[];
      removed: { container: string; variable: string }[];
    }
  | { id: string; kind: 'update-service'; clusterArn: string; serviceName: string; fromArn: string }
  | { id: string; kind: 'wait-for-service'; clusterArn: string; serviceName: string }
  | { id: string; kind: 'verify'; clusterArn: string; serviceName: string; roleArn: string; keyIds: string[] }
  | { id: string; kind: 'verify-chain'; name: string }
  | {
      id: string;
      kind: 'store-config';
      store: ConfigStore;
      name: string;
      /** The AWS config file; external ids of the plan's links stand masked in it (D-48). */
      content: string;
      /** How many links the plan has. */
      links: number;
      description: string;
      tags: Record<string, string>;
    }
  | {
      id: string;
      kind: 'renew-config';
      name: string;
      arn: string;
      /** The AWS config file with this plan's external id number `link` masked in it (D-48). */
      content: string;
      link: number;
    }
  | { id: string; kind: 'verify-policies' }
  | InstanceDeed
  | GroupDeed;

/** Whose policy a step changes. */
export interface Holder {
  kind: 'role' | 'user';
  name: string;
}

export type StepOf<K extends StepKind> = Extract<PlannedStep, { kind: K }>;

/** The tag by which a run recognises what its plan created (a lost answer is found by it, D-22). */
export const planTag = 'rolewright:plan';
