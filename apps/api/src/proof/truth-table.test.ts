import { AssumeRoleCommand, type Credentials, GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import type { ChainRole } from '@rolewright/shared/iam/assume-role.ts';
import type { TruthId } from '@rolewright/shared/proof/truth-row.ts';
import { type Trial, type TruthLink, trialsOf, truthTable } from '@rolewright/shared/proof/truth-table.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { arnOf, document, home, openStsSandbox, other, type Principal, type Somebody } from '../testing/sts-sandbox.ts';

const externalId = 'tenant-4711/of:the-house';
const chains = 200;
/** Some 2,500 calls over HTTP: seconds on a quiet machine, minutes on a crowded one. */
const patience = 300_000;
const all = document({ Effect: 'Allow', Action: '*', Resource: '*' });

const generated = fc.record({
  kind: fc.constantFrom('user', 'role'),
  account: fc.constantFrom(home, other),
  /** Whom the trust policy of the role names, and how. */
  named: fc.constantFrom('itself', 'itself', 'account', 'by-arn', 'everyone', 'session', 'nobody'),
  externalId: fc.constantFrom('StringEquals', 'StringEquals', 'StringLike', 'StringEqualsIfExists', 'none'),
  sessionName: fc.constantFrom('task-*', '*', null),
  identity: fc.constantFrom('exact', 'exact', 'all', 'deny', null),
  boundary: fc.constantFrom('all', 's3', null, null),
  maxSessionDuration: fc.constantFrom(3600, 7200, 43_200),
  tagged: fc.constantFrom('allowed', 'not allowed', null, null),
});
type Generated = typeof generated extends fc.Arbitrary<infer T> ? T : never;

let made = 0;
/** Generated link → the same in the sandbox and before the evaluator. */
async function build(
  one: Generated,
  strangers: { another: Somebody; foreign: Somebody },
): Promise<{ link: TruthLink; callers: Somebody[] }> {
  const name = `caller-${++made}`;
  const target = arnOf('role', `target-${made}`, home);
  const identities = {
    exact: document({ Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'], Resource: target }),
    all,
    deny: document({ Effect: 'Allow', Action: '*', Resource: '*' }, { Effect: 'Deny', Action: 'sts:AssumeRole', Resource: target }),
  };
  const identity = one.identity === null ? null : identities[one.identity];
  const s3 = document({ Effect: 'Allow', Action: 's3:*', Resource: '*' });
  const boundary = one.boundary === null ? null : { all, s3 }[one.boundary];
  const caller = await sandbox.caller({ kind: one.kind, name, account: one.account, identity, boundary });
  const self = arnOf(one.kind, name, one.account);
  const principals = {
    itself: { AWS: self },
    account: { AWS: one.account },
    'by-arn': { AWS: `arn:aws:iam::${one.account}:root` },
    everyone: '*',
    session: { AWS: one.kind === 'user' ? self : caller.known.principal.arn },
    nobody: { Service: 'ec2.amazonaws.com' },
  };
  const conditions: Record<string, Record<string, string>> = {};
  const add = (operator: string, key: string, value: string) => {
    conditions[operator] = { ...conditions[operator], [key]: value };
  };
  if (one.externalId !== 'none') add(one.externalId, 'sts:ExternalId', one.externalId === 'StringLike' ? 'tenant-4711/*' : externalId);
  if (one.sessionName !== null) add('StringLike', 'sts:RoleSessionName', one.sessionName);
  if (one.named === 'by-arn') add('ArnLike', 'aws:PrincipalArn', arnOf(one.kind, 'caller-*', one.account));
  const Action = one.tagged === 'allowed' ? ['sts:AssumeRole', 'sts:TagSession'] : 'sts:AssumeRole';
  const trust = document({ Effect: 'Allow', Principal: principals[one.named], Action, Condition: conditions });
  const { maxSessionDuration } = one;
  await sandbox.role(`target-${made}`, trust, maxSessionDuration);
  const role: ChainRole = { arn: target, trust, policies: { identity: [], scps: [] }, maxSessionDuration };
  const link: TruthLink = {
    caller: caller.known,
    role,
    call: {
      sessionName: 'task-1',
      durationSeconds: 3600,
      ...(one.externalId === 'none' ? {} : { externalId }),
      ...(one.tagged === null ? {} : { tags: { team: 'web' } }),
    },
    enforces: { externalId: one.externalId !== 'none', sessionName: one.sessionName !== null },
    wrong: { externalId: 'someone-elses', sessionName: 'other-1' },
    another: strangers.another.known,
    foreign: strangers.foreign.known,
    missing: [],
  };
  return { link, callers: [caller, strangers.another, strangers.foreign] };
}

/** Makes the call of a row and says what STS answered. */
async function observe(sts: STSClient, { call }: Trial, RoleArn: string): Promise<Credentials | 'denied'> {
  const { sessionName, externalId: ExternalId, durationSeconds: DurationSeconds, tags = {} } = call;
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const input = { RoleArn, RoleSessionName: sessionName, ExternalId, DurationSeconds, ...(Tags.length === 0 ? {} : { Tags }) };
  try {
    const { Credentials: credentials } = await sts.send(new AssumeRoleCommand(input));
    if (credentials === undefined) throw new Error('STS allowed it and gave no credentials');
    return credentials;
  } catch (error) {
    if (error instanceof Error && /^(AccessDenied|ValidationError)/.test(error.name)) return 'denied';
    throw error;
  }
}

let sandbox: Awaited<ReturnType<typeof openStsSandbox>>;
let strangers: Record<'home' | 'other', Somebody>;
beforeAll(async () => {
  sandbox = await openStsSandbox();
  const administrator = (account: string): Principal => ({ kind: 'role', name: 'stranger', account, identity: all, boundary: null });
  strangers = { home: await sandbox.caller(administrator(home)), other: await sandbox.caller(administrator(other)) };
});
afterAll(() => sandbox.close());

test(
  `B5 D-58 in ${chains} generated links each row is predicted as STS then answers: right, wrong, missing, strangers, names, time`,
  async () => {
    const tally: Record<string, number> = {};
    const sessions: Credentials[] = [];
    const property = fc.asyncProperty(generated, async (one) => {
      const [another, foreign] = one.account === home ? [strangers.home, strangers.other] : [strangers.other, strangers.home];
      const { link, callers } = await build(one, { another, foreign });
      const observed: Partial<Record<TruthId, string>> = {};
      for (const trial of trialsOf(link)) {
        const sts = callers.find(({ known }) => known === trial.caller)?.sts;
        if (sts === undefined) throw new Error('nobody to call as');
        const answer = await observe(sts, trial, link.role.arn);
        observed[trial.id] = answer === 'denied' || trial.id === 'expired' ? 'denied' : 'allowed';
        if (trial.id === 'expired' && answer !== 'denied') sessions.push(answer);
      }
      const rows = truthTable(link);
      expect(Object.fromEntries(rows.map(({ id, predicted }) => [id, predicted]))).toEqual(observed);
      for (const { id, predicted } of rows) tally[`${id} ${predicted}`] = (tally[`${id} ${predicted}`] ?? 0) + 1;
    });
    await fc.assert(property, { numRuns: chains });
    // Each outcome that can be was seen, so that agreement means something.
    for (const id of ['right', 'wrong-external-id', 'missing-external-id', 'another-principal', 'another-account', 'two-hours']) {
      expect(tally[`${id} allowed`], `${id} allowed`).toBeGreaterThan(0);
      expect(tally[`${id} denied`], `${id} denied`).toBeGreaterThan(0);
    }
    // The row `expired`, for every session at once: the account's clock moves on an hour and a second.
    expect(sessions.length).toBeGreaterThan(20);
    for (const session of sessions) await sandbox.stsOf(session).send(new GetCallerIdentityCommand({}));
    await sandbox.advance(3_601_000);
    for (const session of sessions) {
      const late = sandbox.stsOf(session).send(new GetCallerIdentityCommand({}));
      await expect(late).rejects.toMatchObject({ name: expect.stringMatching(/^ExpiredToken/) });
    }
  },
  patience,
);
