import type { Profiles } from './shared-files.ts';

/** SDK families that resolve credentials differently (D-01). */
export type SdkFamily = 'js' | 'python' | 'go' | 'java1' | 'java2';

/** One AWS call that a workload repeats. `input` is in the service's own words; requests.ts knows how each is put on the wire. */
export type WorkloadCall =
  | { service: 'cloudwatch'; operation: 'PutMetricData'; namespace: string; metric: string }
  | { service: 's3'; operation: 'PutObject' | 'GetObject' | 'ListObjectsV2'; bucket: string; key: string; body?: string }
  | { service: 'sts'; operation: 'GetCallerIdentity' }
  | { service: 'sts'; operation: 'AssumeRole'; roleArn: string; sessionName: string; externalId?: string; durationSeconds?: number }
  | { service: 'ecs'; operation: 'DescribeServices' | 'ListClusters' | 'ListTasks'; input: Record<string, unknown> };

/**
 * What a program answers over HTTP to others in its network (workload-http.ts): `POST path` or `POST path/<id>` puts the body as an object
 * named prefix + id, `GET path/<id>` gets it, each with the credentials that the program has; `nothing` is a health check that asks AWS nothing.
 */
export type Served =
  | { method: 'GET' | 'POST'; path: string; does: 'put-object' | 'get-object'; bucket: string; prefix: string }
  | { method: 'GET'; path: string; does: 'nothing' };

/** What the program inside the tasks of one family does. It is the same in every revision: the image does not change with the environment. */
export interface WorkloadSpec {
  accountId: string;
  region: string;
  family: string;
  container: string;
  sdk: SdkFamily;
  /** One after the other, about one a second. None: the program makes no AWS calls. */
  calls: WorkloadCall[];
  /** Variables that the program reads itself and hands to the SDK (D-12, C2); they come before any chain. */
  explicit?: { accessKeyId: string; secretAccessKey: string };
  /** Left out: it answers nobody. */
  serves?: Served[];
}

/** A process outside ECS that uses a key of the account, such as a CI. */
export interface OutsideProcess {
  name: string;
  accountId: string;
  region: string;
  environment: Record<string, string>;
  sdk: SdkFamily;
  calls: WorkloadCall[];
  userAgent: string;
}

declare module '../state/world.ts' {
  interface WorldState {
    runtime?: RuntimeState;
  }
}

export interface RuntimeState {
  workloads: WorkloadSpec[];
  outside: OutsideProcess[];
}

/** What a process has of the instance that it runs on. */
export interface OnInstance {
  id: string;
  /** Where the sandbox serves the instance's metadata to this process. */
  metadataPath: string;
  /** It asks the metadata service without a token. */
  withoutToken: boolean;
  /** Of the shared config and credentials files on its disk; none in a container, which has a disk of its own. */
  profiles: Profiles;
  /** Name of the role that it assumes from the instance's role; null: none. */
  assumes: string | null;
}

/** What the runner is told of one process: of a task or an instance that runs, or one outside. Holds secrets; it never leaves loopback and the token. */
export interface RunningProcess {
  /** Task ARN, `i-…/<boot>`, or `outside/<name>`. */
  id: string;
  accountId: string;
  region: string;
  cluster: string | null;
  workload: string;
  taskArn: string | null;
  environment: Record<string, string>;
  explicit: { accessKeyId: string; secretAccessKey: string } | null;
  /** Path of the task's own credentials on the sandbox; null without a task role. */
  credentialsPath: string | null;
  /** Null where it does not run on an instance of its own account. */
  instance: OnInstance | null;
  sdk: SdkFamily;
  calls: WorkloadCall[];
  userAgent: string;
  serves?: Served[];
}

/** Answer of GET /_sandbox/tasks. */
export interface RunningProcesses {
  timeScale: number;
  /** The sandbox's own time, by which credentials end. */
  now: string;
  processes: RunningProcess[];
}
