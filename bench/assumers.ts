import type { KnownPrincipal } from '@rolewright/shared/iam/known-principal.ts';
import { whoCanAssume } from '@rolewright/shared/proof/who-can-assume.ts';
import { atMost, type Figure } from './measure.ts';

const roles = 2000;
const account = '111122223333';

/** "Who else can assume this role?" over 2,000 roles, first with a trust policy that names ten of them, then with one that leaves it to all. */
export async function assumers(): Promise<Figure[]> {
  const named = Array.from({ length: 10 }, (_, index) => arnOf(index * 100));
  return [
    atMost('who can assume, 2,000 roles, trust names ten', once({ AWS: named }, 10), 'ms', 1000),
    atMost('who can assume, 2,000 roles, trust names the account', once({ AWS: account }, roles / 4), 'ms', 1000),
  ];
}

/** Milliseconds of one answer from policies that nothing was compiled of yet, as after a scan. */
function once(Principal: object, expected: number): number {
  const principals = Array.from({ length: roles }, (_, index) => roleOf(index));
  const condition = { StringEquals: { 'sts:ExternalId': 'external-id-0123456789abcdef' }, StringLike: { 'sts:RoleSessionName': 'task-*' } };
  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
      { Effect: 'Allow', Principal, Action: 'sts:AssumeRole', Condition: condition },
    ],
  };
  // Time of the processor, as for the decisions: whoever else uses the machine.
  const from = process.cpuUsage();
  const found = whoCanAssume({ arn: `${arnOf(0)}-target`, trust, tags: {} }, principals, new Set([account]));
  const { user, system } = process.cpuUsage(from);
  const spent = (user + system) / 1000;
  const allowed = found.filter(({ verdict, kind }) => verdict === 'allowed' && kind === 'role').length;
  if (allowed !== expected) throw new Error(`${allowed} roles may assume the target, not ${expected}`);
  return spent;
}

const arnOf = (index: number): string => `arn:aws:iam::${account}:role/apps/app-${index}`;

/** Each fourth may assume roles; each has a managed and an inline policy, each tenth a boundary that lets it. */
function roleOf(index: number): KnownPrincipal {
  const policy = (name: string, Action: string[], Resource: string, Condition: object = {}) => ({
    name,
    arn: null,
    document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource, Condition }] },
  });
  return {
    kind: 'role',
    arn: arnOf(index),
    name: `app-${index}`,
    path: '/apps/',
    uniqueId: `AROA${String(index).padStart(16, 'A')}`,
    awsAccountId: account,
    tags: { team: `team-${index % 20}` },
    trust: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
    inline: [
      policy('data', ['s3:GetObject', 's3:PutObject'], `arn:aws:s3:::data-${index}/*`, {
        StringEquals: { 'aws:RequestedRegion': 'eu-west-1' },
      }),
    ],
    attached: index % 4 === 0 ? [policy('chains', ['sts:AssumeRole', 'sts:TagSession'], `arn:aws:iam::${account}:role/*`)] : [],
    groups: [],
    boundary: index % 10 === 0 ? policy('boundary', ['s3:*', 'sts:*'], '*') : null,
  };
}
