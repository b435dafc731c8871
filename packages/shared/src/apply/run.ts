import { z } from 'zod';
import { stepKind } from '../plan/step.ts';
import { probeOfRun } from '../probes/probe.ts';
import { verification } from '../verify/verification.ts';

export const runState = z.enum(['pending', 'running', 'waiting', 'paused', 'succeeded', 'failed', 'rolling-back', 'rolled-back']);
export type RunState = z.infer<typeof runState>;

/**
 * One line of the journal, written before (`intended`) and after (`done`, `failed`, `found`) each AWS call. `found`: the answer was lost and
 * reading showed that the call had been carried out (D-22). `probe`: how a functional probe of the workload went; it changes no state. The run's state is a reduce of these lines.
 */
export const journalEntry = z.object({
  seq: z.number().int(),
  at: z.string(),
  stepId: z.string().nullable(),
  direction: z.enum(['forward', 'back']),
  event: z.enum([
    'started',
    'intended',
    'done',
    'found',
    'failed',
    'waiting',
    'note',
    'probe',
    'pause-requested',
    'paused',
    'resumed',
    'roll-back-requested',
    'succeeded',
    'run-failed',
    'rolled-back',
  ]),
  /** service:Operation of the call. */
  call: z.string().nullable(),
  message: z.string(),
  /** What later steps and roll-back need (ARNs created, what was before); never a secret. */
  data: z.record(z.string(), z.unknown()),
  awsRequestId: z.string().nullable(),
});
export type JournalEntry = z.infer<typeof journalEntry>;

export const runStep = z.object({
  id: z.string(),
  kind: stepKind,
  /** 12 digits of the account that a step of a chain changes; null where every step is in the run's own account. */
  awsAccountId: z.string().nullable(),
  title: z.string(),
  state: z.enum(['pending', 'running', 'waiting', 'done', 'failed', 'undone', 'skipped']),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  /** "waiting for IAM to accept the new role: 8 s, usually under 15". */
  waitingFor: z.string().nullable(),
  message: z.string().nullable(),
});

/** GET /api/runs/{id}. */
export const run = z.object({
  id: z.string(),
  planId: z.string(),
  accountId: z.string(),
  region: z.string(),
  recipe: z.enum([
    'ecs-task-role',
    'ec2-instance-profile',
    'asg-launch-template',
    'asg-launch-configuration',
    'role-chain',
    'policy-change',
  ]),
  /** null: the run is not about a workload. */
  workloadId: z.string().nullable(),
  /** Name of the workload, or of the chain; what a policy change mends. */
  workloadName: z.string(),
  state: runState,
  steps: z.array(runStep),
  journal: z.array(journalEntry),
  verification,
  /** Functional probes that the run made, in order. */
  probes: z.array(probeOfRun),
  /** What the operator may do now. */
  actions: z.array(z.enum(['pause', 'resume', 'roll-back'])),
  /** What rolling back would do, in sentences, before it is pressed. */
  rollBackWould: z.array(z.string()),
  error: z.object({ what: z.string(), meaning: z.string(), advice: z.string(), awsRequestId: z.string().nullable() }).nullable(),
  startedBy: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  version: z.number().int(),
});
export type Run = z.infer<typeof run>;

/** One second of a workload's calls, as seen by `source`; feeds charts, never a verdict. */
export const observation = z.object({
  source: z.string(),
  at: z.string(),
  identity: z.string(),
  keyId: z.string().nullable(),
  calls: z.number().int(),
  failed: z.number().int(),
  lastError: z.string().nullable(),
});
export const observations = z.object({
  items: z.array(observation),
  /** What this source cannot see, in a sentence; null when it sees all. */
  notVisible: z.string().nullable(),
});
export type Observation = z.infer<typeof observation>;
export type Observations = z.infer<typeof observations>;
