import { z } from 'zod';

export const stepKind = z.enum([
  'create-role',
  'create-managed-policy',
  'attach-managed-policy',
  'put-role-policy',
  'put-user-policy',
  'update-assume-role-policy',
  'replace-trust-policy',
  'change-inline-policy',
  'attach-user-policy',
  'detach-policy',
  'register-task-definition',
  'update-service',
  'wait-for-service',
  'verify',
  'verify-chain',
  'store-config',
  'renew-config',
  'verify-policies',
  'create-instance-profile',
  'add-role-to-instance-profile',
  'associate-instance-profile',
  'replace-instance-profile',
  'disassociate-instance-profile',
  'modify-metadata-options',
  'stop-instance',
  'remove-user-data-keys',
  'start-instance',
  'verify-instance',
  'create-launch-template',
  'create-launch-template-version',
  'create-launch-configuration',
  'update-group',
  'refresh-instances',
  'verify-group',
]);
export type StepKind = z.infer<typeof stepKind>;

/** One AWS call as one would write it; `input` is masked. */
export const plannedCall = z.object({ service: z.string(), operation: z.string(), input: z.unknown(), irreversible: z.boolean() });

/** One line of a diff. Words that changed inside a line are marked by [start, end) offsets. */
export const diffLine = z.object({
  kind: z.enum(['same', 'added', 'removed', 'folded']),
  text: z.string(),
  /** Line numbers, 1-based; null on the side where the line is not. */
  before: z.number().int().nullable(),
  after: z.number().int().nullable(),
});
export const diff = z.object({
  /** Changed facts, one per line, in words and paths. */
  summary: z.array(z.object({ kind: z.enum(['added', 'removed', 'changed']), path: z.string(), text: z.string() })),
  /** Canonical document with unchanged parts folded; masked values are marked as masked. */
  lines: z.array(diffLine),
  title: z.string(),
});
export type Diff = z.infer<typeof diff>;

/** A step as GET /api/plans/{id} shows it. */
export const step = z.object({
  id: z.string(),
  kind: stepKind,
  /** The account that the step runs in: our id, and AWS' 12 digits. */
  account: z.object({ id: z.string(), awsAccountId: z.string() }),
  title: z.string(),
  because: z.string(),
  calls: z.array(plannedCall),
  /** Console clicks and CLI lines. */
  byHand: z.object({ console: z.array(z.string()), cli: z.array(z.string()) }),
  diff: diff.nullable(),
  undo: z.string(),
  reversible: z.boolean(),
});
export type Step = z.infer<typeof step>;
