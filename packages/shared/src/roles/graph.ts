import { z } from 'zod';
import { roleFinding } from './finding.ts';

/** GET /api/roles/graph. `focus`: ARN of a role or user, id of a workload, or what a trust policy names (a service, an account, an id). */
export const roleGraphQuery = z.strictObject({
  focus: z
    .string({ error: 'must be the ARN of a role or user, the id of a workload, or a name that a trust policy holds' })
    .min(1, 'must be the ARN of a role or user, the id of a workload, or a name that a trust policy holds')
    .max(2048, 'must have at most 2048 characters'),
  depth: z.coerce
    .number({ error: 'must be 1, 2 or 3' })
    .int('must be 1, 2 or 3')
    .min(1, 'must be 1, 2 or 3')
    .max(3, 'must be 1, 2 or 3')
    .default(2),
});
export type RoleGraphQuery = z.infer<typeof roleGraphQuery>;

/**
 * Who or what stands in the graph. dangling: the id of a deleted user or role (D-47). unknown: an ARN that no scan has found. everyone: `*`.
 * permissions: what a role itself may do.
 */
export const graphNode = z.object({
  id: z.string(),
  kind: z.enum([
    'workload',
    'instance-profile',
    'role',
    'user',
    'service',
    'account',
    'everyone',
    'federated',
    'dangling',
    'unknown',
    'permissions',
  ]),
  label: z.string(),
  /** Second line: the account, the cluster, or what makes the node stand out. */
  detail: z.string(),
  /** 12 digits; null where there is none. */
  awsAccountId: z.string().nullable(),
  /** absent: its account was scanned and it is not there. unreadable: its account, or its policies, were not read. */
  reading: z.enum(['known', 'absent', 'unreadable']),
  /** What must stand out, in words; empty for what is as it should be. */
  marks: z.array(z.string()),
  /** Findings of the role, by how grave they are. */
  block: z.number().int(),
  warn: z.number().int(),
  /** Running tasks that can come here over the arrows of the picture, or run as it; null where no workload leads here. */
  tasks: z.number().int().nullable(),
  /** The same of running instances (E5). */
  instances: z.number().int().nullable(),
  /** Steps from the focus: below 0 who can become it, above 0 what it can become. */
  step: z.number().int(),
});
export type GraphNode = z.infer<typeof graphNode>;

/**
 * full: trust and the caller's own policies agree. conditional: they do, for a call that meets `conditions`. delegation: the account is
 * trusted, and its own policies say who. trust-only, policy-only: one half alone, so nothing can be assumed. unknown: an input was not read.
 */
export const edgeState = z.enum(['full', 'conditional', 'delegation', 'trust-only', 'policy-only', 'unknown']);
export type EdgeState = z.infer<typeof edgeState>;

export const graphEdge = z.object({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  kind: z.enum(['runs-as', 'may-assume', 'grants']),
  state: edgeState,
  /** What the trust policy asks of the call, in words. */
  conditions: z.array(z.string()),
  /** One sentence: why the edge is as it is. */
  why: z.string(),
});
export type GraphEdge = z.infer<typeof graphEdge>;

/** The neighbourhood of `focus`: who can become it, and what it can become. */
export const roleGraph = z.object({
  focus: z.string(),
  depth: z.number().int(),
  nodes: z.array(graphNode),
  edges: z.array(graphEdge),
  /** Of every role in `nodes`; `role` is its ARN. */
  findings: z.array(roleFinding),
  /** Neighbours that were left out to keep the picture readable. They are not judged, so that it may be fewer. */
  truncated: z.number().int(),
  /** Of `nodes`, those that a run changed and that could not be read again: what stands here is from before it. */
  older: z.array(z.object({ arn: z.string(), checkedAt: z.string(), why: z.string() })),
  /** When the oldest of the scans that this is made from read its account; null: nothing was scanned. */
  checkedAt: z.string().nullable(),
});
export type RoleGraph = z.infer<typeof roleGraph>;
