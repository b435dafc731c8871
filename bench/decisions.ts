import { evaluate } from '@rolewright/shared/iam/evaluate.ts';
import type { AccessRequest, PolicySet } from '@rolewright/shared/iam/request.ts';
import { atLeast, type Figure } from './measure.ts';

type Question = { request: AccessRequest; policies: PolicySet };

const roles = 2000;
const seconds = 3;
const account = '111122223333';
const fullAccess = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const scp = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: '*', Resource: '*' },
    {
      Sid: 'Regions',
      Effect: 'Deny',
      NotAction: ['iam:*', 'sts:*', 's3:*'],
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1'] } },
    },
  ],
};

/** Decisions per second on one core: policies of 2,000 roles, each compiled once, and every question another one. */
export async function decisions(): Promise<Figure[]> {
  return [
    atLeast('AssumeRole decisions, trust policy, boundary and control policies of 2,000 roles', perSecond(assumeRole), '/s', 30_000),
    atLeast('S3 decisions, identity and bucket policies of 2,000 roles', perSecond(readObject), '/s', 30_000),
  ];
}

/** Half of the questions are allowed; a benchmark of refusals, or one that decides wrongly, would be worth nothing. */
function perSecond(make: (index: number) => Question): number {
  const questions = Array.from({ length: roles }, (_, index) => make(index));
  const ask = ({ request, policies }: Question) => evaluate(request, policies).verdict === 'allowed';
  const allowed = questions.filter(ask).length;
  if (allowed !== roles / 2) throw new Error(`${allowed} of ${roles} were allowed, not half`);
  // Time of the processor, not of the clock: the figure is of one core, whoever else uses the machine.
  const from = process.cpuUsage();
  let count = 0;
  for (let spent = 0; spent < seconds; spent = secondsSince(from)) {
    for (const question of questions) ask(question);
    count += roles;
  }
  return count / secondsSince(from);
}

function secondsSince(from: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1e6;
}

function callerOf(index: number): Pick<AccessRequest, 'principal' | 'resourceAccountId'> {
  const role = `arn:aws:iam::${account}:role/apps/app-${index}`;
  const arn = `arn:aws:sts::${account}:assumed-role/app-${index}/task-${index}`;
  return { principal: { arn, kind: 'assumed-role', accountId: account, roleArn: role }, resourceAccountId: account };
}

/** Even ones send their external id. */
function assumeRole(index: number): Question {
  const target = `arn:aws:iam::${account}:role/targets/target-${index}`;
  const named = Array.from({ length: 5 }, (_, place) => `arn:aws:iam::${account}:role/apps/app-${index + place}`);
  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
      {
        Sid: 'Apps',
        Effect: 'Allow',
        Principal: { AWS: named },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': `id-${index}` }, StringLike: { 'sts:RoleSessionName': 'task-*' } },
      },
    ],
  };
  const own = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'], Resource: target }] };
  const context = { 'aws:PrincipalArn': named[0] ?? '', 'sts:RoleSessionName': `task-${index}`, 'aws:RequestedRegion': 'eu-west-1' };
  return {
    request: {
      ...callerOf(index),
      action: 'sts:AssumeRole',
      resource: target,
      context: { ...context, 'sts:ExternalId': index % 2 === 0 ? `id-${index}` : 'another' },
    },
    policies: { identity: [{ name: 'chain', document: own }], resource: trust, boundary: fullAccess, scps: [[fullAccess], [scp]] },
  };
}

/** Odd ones ask for the object of somebody else. */
function readObject(index: number): Question {
  const statement = (place: number) => ({
    Effect: 'Allow',
    Action: ['s3:GetObject', 's3:PutObject', 's3:List*'],
    Resource: [`arn:aws:s3:::data-${place}`, `arn:aws:s3:::data-${place}/\${aws:PrincipalTag/team}/*`],
  });
  const own = { Version: '2012-10-17', Statement: Array.from({ length: 8 }, (_, place) => statement(index + place)) };
  const bucket = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
  };
  return {
    request: {
      ...callerOf(index),
      action: 's3:GetObject',
      resource: `arn:aws:s3:::data-${index + 7}/${index % 2 === 0 ? 'web' : 'ops'}/2026/report.csv`,
      context: { 'aws:PrincipalTag/team': 'web', 'aws:SecureTransport': 'true', 'aws:RequestedRegion': 'eu-west-1' },
    },
    policies: { identity: [{ name: 'data', document: own }], resource: bucket, scps: [[fullAccess], [scp]] },
  };
}
