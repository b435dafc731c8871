import { z } from 'zod';
import { documentKind, shownLine, verdict } from '../../user-data/contract.ts';
import { chainLink } from '../chain-link.ts';

const metadataOptions = z.object({
  endpoint: z.enum(['enabled', 'disabled']).nullable(),
  tokens: z.enum(['optional', 'required']).nullable(),
  /** 1: containers in a bridge network reach no role (D-78). */
  hopLimit: z.number().int().nullable(),
});

/** A launch template as it is referred to, and the version that this means now; null where it is not known. */
const templateInUse = z.object({
  id: z.string(),
  name: z.string(),
  /** `$Latest`, `$Default` or a number. */
  version: z.string(),
  resolved: z.number().int().nullable(),
});

/** What a row of the Workloads table has of EC2 and Auto Scaling. */
export const ec2Workload = z.object({
  instanceIds: z.array(z.string()),
  /** How many instances are in each state: running, stopped, … */
  states: z.record(z.string(), z.number().int()),
  launchTemplate: templateInUse.nullable(),
  launchConfigurationName: z.string().nullable(),
  mixedInstancesPolicy: z.object({ instanceTypes: z.array(z.string()), overrides: z.array(templateInUse) }).nullable(),
  /** Of what runs; of what would be launched where nothing does. */
  instanceProfileArn: z.string().nullable(),
  /** Role in the profile; null where there is none, or where the profile is not known. */
  roleArn: z.string().nullable(),
  metadata: metadataOptions,
});
export type Ec2Workload = z.infer<typeof ec2Workload>;

/** One instance of a workload. */
export const instanceRow = z.object({
  instanceId: z.string(),
  name: z.string().nullable(),
  state: z.string(),
  launchedAt: z.string().nullable(),
  /** Of Auto Scaling: InService, Pending, …; null for what is in no group. */
  lifecycleState: z.string().nullable(),
  healthStatus: z.string().nullable(),
  /** "version 2 of shop-web", "launch configuration web-v5"; null where neither is known. */
  launchedFrom: z.string().nullable(),
  /** It was launched from what its group launches now; null where that is not known. */
  isCurrent: z.boolean().nullable(),
  instanceProfileArn: z.string().nullable(),
  /** Of its association: associated, associating, …; null where there is none or it was not told (D-65). */
  profileState: z.string().nullable(),
  metadata: metadataOptions,
});
export type InstanceRow = z.infer<typeof instanceRow>;

/** Where user data of a workload lies and how it stands to it. */
export const documentPlace = z.object({
  source: z.enum(['instance', 'launch-template-version', 'launch-configuration']),
  id: z.string(),
  name: z.string(),
  version: z.number().int().nullable(),
  standing: z.enum(['in-use', 'newest', 'residue']),
});
export type DocumentPlace = z.infer<typeof documentPlace>;

/** User data as it may be shown. */
export const userDataDocument = documentPlace.extend({
  /** known: `lines` shows it. absent: there is no user data. unreadable: `why` says the reason. */
  reading: z.enum(['known', 'absent', 'unreadable']),
  why: z.string().nullable(),
  kind: documentKind.nullable(),
  verdict: verdict.nullable(),
  holdsKey: z.boolean(),
  lines: z.array(shownLine),
  findings: z.array(
    z.object({ line: z.number().int(), variable: z.string().nullable(), keyId: z.string().nullable(), advice: z.string() }),
  ),
});
export type UserDataDocument = z.infer<typeof userDataDocument>;

/** What the page of a workload of EC2 has beside its row. */
export const ec2Detail = z.object({
  instances: z.array(instanceRow),
  /** In use first, then old versions, newest first. */
  documents: z.array(userDataDocument),
  chainNow: z.array(chainLink),
  chainAfter: z.array(chainLink),
  /** Sentences on what a change of this workload has to mind (D14, D-73, D-77, D-78, D-79). */
  notes: z.array(z.string()),
  /** Other workloads that run on the same role (A2). */
  sharesRole: z.array(z.object({ id: z.string(), name: z.string(), kind: z.string() })),
  /**
   * By launch template or launch configuration. launches: another workload launches from the same. left-by: a group that launched from this until
   * the run `runId` moved it. left: what this group launched from until then.
   */
  launchRelations: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      kind: z.string(),
      relation: z.enum(['launches', 'left-by', 'left']),
      runId: z.string().nullable(),
    }),
  ),
});
export type Ec2Detail = z.infer<typeof ec2Detail>;
