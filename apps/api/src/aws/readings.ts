// What AWS tells of things, in our words; `AwsRead` of port.ts gives them.

/** A document of AWS' as it came over the wire, unknown members included (D-21). Holds secrets: it never leaves the verb that read it. */
export type RawDocument = Record<string, unknown>;

export interface PolicyDocumentOf {
  name: string;
  arn: string | null;
  document: unknown;
}

export interface PrincipalPolicies {
  arn: string;
  inline: PolicyDocumentOf[];
  attached: PolicyDocumentOf[];
  groups: { name: string; inline: PolicyDocumentOf[]; attached: PolicyDocumentOf[] }[];
  boundary: PolicyDocumentOf | null;
}

export interface RoleReading extends PrincipalPolicies {
  name: string;
  path: string;
  /** AROA… */
  uniqueId: string;
  description: string | null;
  trust: unknown;
  tags: Record<string, string>;
  maxSessionDuration: number;
  createdAt: string;
  lastUsed: { at: string; region: string } | null;
  /** Names of those that hold it; left out where the answer did not tell. */
  instanceProfiles?: string[];
}

export interface UserReading extends PrincipalPolicies {
  name: string;
  path: string;
  /** AIDA… */
  uniqueId: string;
  tags: Record<string, string>;
}

/** Users and roles of an account, all of them. */
export interface AccountAuthorization {
  users: UserReading[];
  roles: RoleReading[];
}

export interface ServiceReading {
  arn: string;
  name: string;
  clusterArn: string;
  status: string;
  taskDefinitionArn: string;
  desiredCount: number;
  runningCount: number;
  pendingCount: number;
  deploymentController: 'ECS' | 'CODE_DEPLOY' | 'EXTERNAL';
  executeCommand: boolean;
  deployments: {
    id: string;
    status: string;
    taskDefinitionArn: string;
    desiredCount: number;
    runningCount: number;
    pendingCount: number;
    failedTasks: number;
    rolloutState: string | null;
    rolloutStateReason: string | null;
    updatedAt: string;
  }[];
  taskSets: { id: string; taskDefinitionArn: string }[];
  events: { id: string; at: string; message: string }[];
  tags: Record<string, string>;
}

export interface TaskReading {
  arn: string;
  clusterArn: string;
  taskDefinitionArn: string;
  lastStatus: string;
  desiredStatus: string;
  group: string;
  startedAt: string | null;
  stoppedReason: string | null;
  /** As AWS says it: containerOverrides with environment, taskRoleArn, … Holds secrets. */
  overrides: RawDocument;
}

export interface TrailEvent {
  at: string;
  name: string;
  source: string;
  identityArn: string | null;
  accessKeyId: string | null;
  sourceIp: string | null;
  userAgent: string | null;
  errorCode: string | null;
  /** Of sts:AssumeRole: the role that was asked for. */
  roleArn: string | null;
}
