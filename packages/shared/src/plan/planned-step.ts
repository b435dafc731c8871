import type { StepKind } from './step.ts';

/** What a plan says to do, as data: apply reads nothing else to decide (rule 7). Documents in it are AWS policies, never secrets. */
export type PlannedStep =
  | {
      id: string;
      kind: 'create-role';
      roleName: string;
      path: string;
      trust: unknown;
      description: string;
      boundaryArn: string | null;
      tags: Record<string, string>;
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
    }
  | { id: string; kind: 'attach-managed-policy'; roleName: string; policyArn: string; from: string }
  | { id: string; kind: 'put-role-policy'; roleName: string; policyName: string; document: unknown; from: string; converted: string[] }
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
  | { id: string; kind: 'verify'; clusterArn: string; serviceName: string; roleArn: string; keyIds: string[] };

export type StepOf<K extends StepKind> = Extract<PlannedStep, { kind: K }>;

/** The tag by which a run recognises what its plan created (a lost answer is found by it, D-22). */
export const planTag = 'rolewright:plan';
