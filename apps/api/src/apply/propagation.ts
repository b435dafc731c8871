import type { AwsError } from '../aws/aws-error.ts';
import type { StepContext } from './executors/executor.ts';

/** IAM is eventually consistent: what was written less than this ago may not be in force everywhere (D-50). */
const freshMilliseconds = 180_000;

const writesIam = new Set([
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
  'create-instance-profile',
  'add-role-to-instance-profile',
]);

const fresh: { call: RegExp; code: RegExp; message: RegExp }[] = [
  { call: /^ecs:/, code: /^ClientException$/, message: /role is not valid/i },
  { call: /^ecs:/, code: /^AccessDenied/, message: /iam:PassRole/i },
  { call: /^iam:/, code: /^MalformedPolicyDocument/, message: /invalid principal/i },
  { call: /^ec2:/, code: /^InvalidParameterValue$/, message: /invalid IAM instance profile|no associated IAM roles/i },
  { call: /^autoscaling:/, code: /^ValidationError$/, message: /invalid ?iam ?instance ?profile|no associated IAM roles/i },
  { call: /^iam:/, code: /^NoSuchEntity/, message: /./ },
];

/**
 * Is this the refusal that a role or policy of ours, written moments ago, may meet until IAM has spread it? Matched by call, code and
 * message; the caller adds the freshness: outside the window it is a real error. Source: D-50, IAM troubleshoot_general.
 */
export function mayBePropagation(error: AwsError): boolean {
  return fresh.some(({ call, code, message }) => call.test(error.call) && code.test(error.code) && message.test(error.message));
}

/** Seconds since this run last changed IAM; null: never, or too long ago for IAM still to be spreading it, so that a refusal is a real one. */
export function freshSince({ steps, doneAt, deps }: Pick<StepContext, 'steps' | 'doneAt' | 'deps'>): number | null {
  const times = steps.flatMap((step) => (writesIam.has(step.kind) ? [Date.parse(doneAt(step.id) ?? '')] : [])).filter(Number.isFinite);
  const age = deps.now().getTime() - Math.max(...times);
  return age < freshMilliseconds ? Math.round(age / 1000) : null;
}

/** Pauses between attempts, in milliseconds: short first, since two seconds are typical; 15 s from then on. */
export const backoff = (attempt: number): number => Math.min(15_000, 250 * 2 ** attempt);
