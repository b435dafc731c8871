import { z } from 'zod';
import { observations } from '../apply/run.ts';

/** The steps of document 003's module 5, in its own order, by the sandbox's names. */
export const drillStepId = z.enum(['delete-user', 'narrow-policy', 'create-role', 'update-group', 'replace-instances']);
export type DrillStepId = z.infer<typeof drillStepId>;

/** POST /api/accounts/{id}/drill. */
export const drillRequest = z.strictObject({ step: drillStepId });

const server = z.object({
  instanceId: z.string(),
  /** Launch configuration. */
  launchedFrom: z.string().nullable(),
  /** EC2's state. */
  state: z.string(),
  lifecycleState: z.string(),
  healthy: z.boolean(),
  /** Calls of the last ten seconds. */
  calls: z.number().int(),
  failed: z.number().int(),
  /** Principal of the last of them. */
  identity: z.string().nullable(),
  lastError: z.string().nullable(),
});

/** What stands of the document's web servers, as the sandbox says it. */
export const drillFacts = z.object({
  region: z.string(),
  workload: z.string(),
  userExists: z.boolean(),
  policyIsNarrow: z.boolean(),
  roleIsReady: z.boolean(),
  launchesFrom: z.string().nullable(),
  launchConfigurations: z.object({ before: z.string(), after: z.string() }),
  servers: z.array(server),
});
export type DrillFacts = z.infer<typeof drillFacts>;

/** not-begun: all is as the sandbox was built. outage: calls fail. recovering: they do not yet succeed on all servers. recovered: they do, as the role. */
export const drillPhase = z.enum(['not-begun', 'outage', 'recovering', 'recovered']);

export const drillStep = z.object({
  id: drillStepId,
  state: z.enum(['done', 'next', 'later']),
  /** When somebody asked for it here; null where nobody did, or the record of it is gone. */
  doneAt: z.string().nullable(),
});

/** GET /api/accounts/{id}/drill. */
export const drill = z.object({
  accountId: z.string(),
  region: z.string(),
  workload: z.string(),
  phase: drillPhase,
  /** What is seen now, in one sentence. */
  sentence: z.string(),
  /** Why no step can be taken although some are open; null: the next one can. */
  blocked: z.string().nullable(),
  steps: z.array(drillStep),
  servers: z.array(server),
  /** The servers' calls since shortly before the drill began. */
  observations,
});
export type Drill = z.infer<typeof drill>;
