import { createHash } from 'node:crypto';
import { own, type PolicyState } from '../../state/iam.ts';
import policies from './aws-managed.json' with { type: 'json' };

interface AwsManagedPolicy {
  path: string;
  description: string;
  createdAt: string;
  document: object;
}

const table: Record<string, AwsManagedPolicy> = policies;
const made = new Map<string, Map<string, PolicyState>>();

/**
 * AWS's own policies that people commonly attach, the same in every account. The long ones (ReadOnlyAccess, SecurityAudit, AmazonECS_FullAccess, …) hold the services that
 * the sandbox and its readers meet, not all of AWS's. Null: no such policy.
 */
export function awsManagedPolicy(arn: string, partition: string): PolicyState | null {
  return awsManagedPolicies(partition).get(arn) ?? null;
}

/** All of them by ARN. */
export function awsManagedPolicies(partition: string): ReadonlyMap<string, PolicyState> {
  const known = made.get(partition);
  if (known) return known;
  const all = Object.keys(table).map((name) => policyOf(name, partition));
  const byArn = new Map(all.map((policy) => [policy.arn, policy]));
  made.set(partition, byArn);
  return byArn;
}

/** ARN of one of AWS's policies by its name; throws for a name that is not in the table. */
export function awsManagedArn(name: string, partition: string): string {
  const policy = own(table, name);
  if (!policy) throw new Error(`The sandbox does not know AWS's managed policy ${name}.`);
  return `arn:${partition}:iam::aws:policy${policy.path}${name}`;
}

function policyOf(name: string, partition: string): PolicyState {
  const { path, description, createdAt, document } = table[name]!;
  const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const digest = createHash('sha256').update(name).digest().subarray(0, 17);
  const text = JSON.stringify(document).replaceAll('arn:PARTITION:', `arn:${partition}:`);
  return {
    name,
    path,
    id: `ANPA${[...digest].map((byte) => base32[byte & 31]).join('')}`,
    arn: awsManagedArn(name, partition),
    createdAt,
    updatedAt: createdAt,
    description,
    tags: {},
    defaultVersionId: 'v1',
    versions: [{ id: 'v1', document: text, createdAt }],
    nextVersion: 2,
  };
}
