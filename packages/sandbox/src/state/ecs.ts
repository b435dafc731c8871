import type {
  Cluster,
  CreateServiceRequest,
  Deployment,
  Service,
  ServiceEvent,
  Setting,
  Tag,
  Task,
  TaskDefinition,
  TaskSet,
} from '@aws-sdk/client-ecs';
import { regionOf } from './region.ts';
import type { AccountState, World } from './world.ts';

declare module './world.ts' {
  interface RegionState {
    ecs?: EcsState;
  }
}

/** The same shape with every Date as ISO 8601 text and every count kept exact, as plain JSON. */
export type Stored<T> = T extends Date
  ? string
  : T extends (infer Item)[]
    ? Stored<Item>[]
    : T extends object
      ? { [Key in keyof T]: Stored<T[Key]> }
      : T;

/** ECS of one account and Region. Keys: cluster name, `family:revision`, `cluster/service`, task ARN. */
export interface EcsState {
  clusters: Record<string, Stored<Cluster>>;
  /** Highest revision ever given out, by family; it only grows (D-24). */
  families: Record<string, number>;
  taskDefinitions: Record<string, TaskDefinitionState>;
  services: Record<string, ServiceState>;
  tasks: Record<string, TaskState>;
  taskSets: Record<string, Stored<TaskSet>>;
  settings: Stored<Setting>[];
  /** clientToken → ARN that it made, so that a repeated call makes nothing twice. */
  clientTokens: Record<string, string>;
}

export interface TaskDefinitionState {
  definition: Stored<TaskDefinition>;
  tags: Tag[];
}

export interface ServiceState {
  clusterName: string;
  /** As DescribeServices shows it, without deployments, events and counts, which are kept below or counted. */
  service: Stored<Omit<Service, 'deployments' | 'events' | 'taskSets' | 'runningCount' | 'pendingCount' | 'tags'>>;
  tags: Tag[];
  /** What CreateService and UpdateService sent besides what the service itself shows. */
  extras: Stored<Pick<CreateServiceRequest, 'serviceConnectConfiguration' | 'volumeConfigurations' | 'vpcLatticeConfigurations'>>;
  /** PRIMARY first. */
  deployments: DeploymentState[];
  /** Finished deployments, newest first, for ListServiceDeployments. */
  history: DeploymentState[];
  /** Newest first, at most 100. */
  events: Stored<ServiceEvent>[];
  /** When the scheduler looks at this service again; null: nothing is under way. */
  nextLookAt: string | null;
  /** Set while the last thing that was said is not that the service is steady. */
  unsteady: boolean;
}

export interface DeploymentState {
  deployment: Stored<Omit<Deployment, 'runningCount' | 'pendingCount'>>;
  /** Consecutive tasks that failed to start; the circuit breaker counts these. */
  failures: number;
  /** Has it ever been COMPLETED? Roll-back goes to the newest that has. */
  completed: boolean;
  finishedAt: string | null;
  /** The scheduler launches no further task before this time (after a failed start). */
  retryAt: string | null;
  /** Since when every task of it runs and no other does; null until then. */
  settledSince: string | null;
  rolledBackTo: string | null;
}

export interface TaskState {
  clusterName: string;
  task: Stored<Omit<Task, 'tags'>>;
  tags: Tag[];
  /** `cluster/service` of the service that started it; null for a standalone task. */
  serviceKey: string | null;
  /** Id of the deployment or task set that started it. */
  deploymentId: string | null;
  /** Path segment at which the task's own credentials are served; null without a task role. */
  credentialsId: string | null;
  /** What its `secrets` stood for when it started. */
  secrets?: PulledSecrets;
  /** What happens to it next, and when. */
  next: { at: string; status: 'PENDING' | 'RUNNING' | 'STOPPED' | 'GONE' } | null;
}

/** Values by container and variable; a snapshot hashes what is called `environment`. */
export type PulledSecrets = Record<string, { environment: Record<string, string> }>;

/** The ECS slice of a Region of an account, made when first asked for. */
export function ecsOf(account: AccountState, regionName: string): EcsState {
  const region = regionOf(account, regionName);
  region.ecs ??= { clusters: {}, families: {}, taskDefinitions: {}, services: {}, tasks: {}, taskSets: {}, settings: [], clientTokens: {} };
  return region.ecs;
}

/** One Region of one account, as the scheduler walks them. */
export interface EcsPlace {
  world: World;
  account: AccountState;
  region: string;
  ecs: EcsState;
}

/** Every Region in which ECS holds anything. */
export function* ecsPlaces(world: World): Generator<EcsPlace> {
  for (const account of Object.values(world.state.accounts)) {
    for (const region of Object.values(account.regions)) {
      if (region.ecs) yield { world, account, region: region.name, ecs: region.ecs };
    }
  }
}
