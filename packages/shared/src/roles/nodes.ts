import { accountOf, roleNameOf } from '../aws/arn.ts';
import { type KnownPrincipal, policiesOfPrincipal } from '../iam/known-principal.ts';
import { countFindings, type RoleFinding } from './finding.ts';
import type { GraphNode } from './graph.ts';
import { grantLines } from './permissions.ts';
import { type RoleIndex, readingOf } from './role-index.ts';
import type { TrustKind } from './trust-names.ts';

/** A workload that runs as a role. */
export interface RunningWorkload {
  id: string;
  name: string;
  cluster: string | null;
  region: string;
  awsAccountId: string;
  taskRoleArn: string;
  /** Running tasks, or running instances of what runs on EC2. */
  tasks: number;
  /** What `tasks` counts. */
  unit: 'task' | 'instance';
  /** Instance profile by which its instances have the role; null in ECS, or where it is not known. */
  profileArn: string | null;
}

const plain = { reading: 'known', marks: [] as string[], block: 0, warn: 0, tasks: null, instances: null } as const;

/** Findings that a reader must see in the picture without opening anything, as few words. */
const marks: Partial<Record<RoleFinding['code'], string>> = {
  'dangling-principal': 'trusts a deleted id',
  'trust-everyone': 'trusts everyone',
  'trust-whole-account': 'trusts a whole account',
  'allow-not-principal': 'trusts all but some',
  'principal-wildcard': 'wildcard in a principal',
  'malformed-arn': 'malformed ARN',
  'all-actions': 'may do everything',
  'all-iam-actions': 'may do all of IAM',
  'assume-any-role': 'may assume any role',
  'pass-any-role': 'may pass any role',
};

export function nodeOfPrincipal(principal: KnownPrincipal, findings: readonly RoleFinding[], step: number): GraphNode {
  const { arn, kind, name, path, awsAccountId } = principal;
  const isRead = policiesOfPrincipal(principal).every(({ document }) => document !== null);
  return {
    id: arn,
    kind,
    label: name,
    detail: `account ${awsAccountId}${path === '/' ? '' : `, path ${path}`}`,
    awsAccountId,
    reading: isRead ? 'known' : 'unreadable',
    marks: [...new Set(findings.flatMap(({ code }) => marks[code] ?? []))],
    ...countFindings(findings),
    tasks: null,
    instances: null,
    step,
  };
}

export function nodeOfWorkload({ id, name, cluster, region, awsAccountId, tasks, unit }: RunningWorkload, step: number): GraphNode {
  const counts = unit === 'task' ? { tasks } : { instances: tasks };
  const detail = [cluster && `cluster ${cluster}`, region].filter(Boolean).join(', ');
  return { ...plain, id, kind: 'workload', label: name, detail, awsAccountId, ...counts, step };
}

/** The profile by which instances have a role (D-42). */
export function nodeOfProfile(arn: string, step: number): GraphNode {
  const label = arn.slice(arn.lastIndexOf('/') + 1);
  return {
    ...plain,
    id: arn,
    kind: 'instance-profile',
    label,
    detail: `account ${accountOf(arn) ?? 'not named'}`,
    awsAccountId: accountOf(arn),
    step,
  };
}

/** A caller that a trust policy names and that is no scanned user or role. */
export function nodeOfName(index: RoleIndex, kind: TrustKind, name: string, step: number): GraphNode {
  const node = { ...plain, id: name, label: name, awsAccountId: null, step };
  if (kind === 'service') return { ...node, kind, detail: 'AWS service' };
  if (kind === 'federated') return { ...node, kind, detail: 'identity provider' };
  if (kind === 'everyone') return { ...node, kind, label: 'Everyone', detail: 'Principal "*"', marks: ['anybody in AWS'] };
  if (kind === 'dangling') {
    const detail = name.startsWith('AROA') ? 'id of a deleted role' : 'id of a deleted user';
    return { ...node, kind, detail, reading: 'absent', marks: ['dangling principal'] };
  }
  if (kind === 'account') {
    const isScanned = index.scanned.has(name);
    const detail = isScanned ? 'everyone in it whose own policies allow it' : 'not scanned: who in it may is not known';
    return {
      ...node,
      kind,
      label: `Account ${name}`,
      detail,
      awsAccountId: name,
      reading: isScanned ? 'known' : 'unreadable',
      marks: ['whole account'],
    };
  }
  return unreadNode(index, name, step);
}

/** A user or role that a policy names and no scan has found. */
export function unreadNode(index: RoleIndex, arn: string, step: number): GraphNode {
  const reading = readingOf(index, arn);
  const account = accountOf(arn);
  const detail = reading === 'absent' ? 'not found by the last scan' : `account ${account ?? 'not named'} is not scanned`;
  const mark = reading === 'absent' ? ['does not exist'] : [];
  return { ...plain, id: arn, kind: 'unknown', label: roleNameOf(arn) ?? arn, detail, awsAccountId: account, reading, marks: mark, step };
}

/** What a user or role may do itself, as the last node of a chain; null where its policies allow nothing. */
export function grantsNode(principal: KnownPrincipal, step: number): GraphNode | null {
  const { lines, more } = grantLines(principal, 3);
  if (lines.length === 0) return null;
  const label = lines[0] ?? '';
  const detail = [...lines.slice(1), ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
  return { ...plain, id: `${principal.arn}#permissions`, kind: 'permissions', label, detail, awsAccountId: principal.awsAccountId, step };
}
