import { describe, expect, test } from 'vitest';
import type { PolicyDocument } from '../aws/policy-document.ts';
import type { KnownPrincipal } from '../iam/known-principal.ts';
import { type TrustPatternKind, trustPatterns } from '../plan/trust-patterns.ts';
import { applyEdits } from '../roles/apply-edits.fixture.ts';
import type { ScaledPattern } from './scaling.ts';
import { proposeFrom, unusable, weighPattern } from './weigh-pattern.ts';
import { whoCanAssume } from './who-can-assume.ts';

const account = '111122223333';
const roleArn = (path: string) => `arn:aws:iam::${account}:role/${path}`;
const policy = (...Statement: object[]): PolicyDocument => ({ Version: '2012-10-17', Statement });
const tasks = { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' };
const everything = policy({ Effect: 'Allow', Action: '*', Resource: '*' });

function made(fullName: string, tags: Record<string, string> = {}, identity: PolicyDocument | null = null): KnownPrincipal {
  const cut = fullName.lastIndexOf('/') + 1;
  return {
    kind: 'role',
    arn: roleArn(fullName),
    name: fullName.slice(cut),
    path: `/${fullName.slice(0, cut)}`,
    uniqueId: `AROA${fullName.replace(/\W/g, '').toUpperCase().padEnd(16, 'A')}`,
    awsAccountId: account,
    tags,
    trust: policy(tasks),
    inline: identity === null ? [] : [{ name: 'own', arn: null, document: identity }],
    attached: [],
    groups: [],
    boundary: null,
  };
}

const target = made('target');
/** Beside the callers: one under their path, one that may do everything, one that carries their tag, and one that has nothing of all that. */
const neighbour = made('ci/neighbour', {}, everything);
const administrator = made('administrator', {}, everything);
const tagged = made('tagged', { team: 'build' }, everything);
const stranger = made('stranger');
const callersOf = (count: number, folder = 'ci/job-'): KnownPrincipal[] =>
  Array.from({ length: count }, (_, index) => made(`${folder}${String(index).padStart(4, '0')}`, { team: 'build' }));

function weighed(
  callers: KnownPrincipal[],
  trust: PolicyDocument = policy(tasks),
  scanned = callers,
): Record<TrustPatternKind, ScaledPattern> {
  const principals = [target, neighbour, administrator, tagged, stranger, ...scanned];
  const arns = callers.map(({ arn }) => arn);
  const judge = (document: PolicyDocument) => whoCanAssume({ ...target, trust: document }, principals, new Set([account]));
  const allowedNow = new Set(judge(trust).flatMap(({ verdict, principal }) => (verdict === 'allowed' ? [principal] : [])));
  const weighing = { target, callers: new Set(arns), principals, allowedNow };
  const patterns = trustPatterns({ arn: target.arn, trust }, arns, principals, null).map((pattern) =>
    pattern.document === null ? unusable(pattern) : weighPattern(pattern, pattern.document, judge(pattern.document), weighing),
  );
  return Object.fromEntries(patterns.map((pattern) => [pattern.kind, pattern])) as Record<TrustPatternKind, ScaledPattern>;
}
const gainers = ({ othersGain }: ScaledPattern) => othersGain.map(({ principal }) => principal).sort();
const proposed = (patterns: Record<string, ScaledPattern>) => proposeFrom(Object.values(patterns))?.kind;

describe.each([50, 1000])('B7 B9 D-52 for %i roles', (count) => {
  const patterns = weighed(callersOf(count));

  test('at most two policies are written, and later callers need no write of the trust but in the list', () => {
    for (const [kind, { writes, laterWrites }] of Object.entries(patterns)) {
      if (kind === 'organisation') continue;
      expect(writes.trust + writes.policies, kind).toBeLessThanOrEqual(2);
      expect(laterWrites.trust, kind).toBe(kind === 'explicit-list' ? 1 : 0);
    }
    expect(patterns['explicit-list'].writes).toEqual({ trust: 1, policies: 0, attachments: 0 });
    expect(patterns.path.writes).toEqual({ trust: 1, policies: 1, attachments: count });
  });

  test('the list outgrows the quota, the patterns do not, and the better one is proposed', () => {
    expect(patterns['explicit-list'].quota).toBe(count === 50 ? 'needs-increase' : 'too-long');
    expect(patterns['explicit-list'].characters).toBeGreaterThan(count * roleArn('ci/job-0000').length);
    expect(patterns.path).toMatchObject({ quota: 'fits' });
    expect(patterns.path.characters).toBeLessThan(500);
    expect(proposed(patterns)).toBe('path');
  });

  test('the plan of a pattern is one trust policy and at most one managed policy; made, exactly the callers and whom it takes in besides can', () => {
    const all = [target, neighbour, administrator, tagged, stranger, ...callersOf(count)];
    for (const kind of ['path', 'tag', 'account-root'] as const) {
      const { fix, othersGain, intended, tooWide } = patterns[kind];
      expect(fix.proposal?.edits.map((edit) => edit.kind)).toEqual(['managed-policy', 'trust']);
      // What decides by a tag, or by nothing, is written with a reason only.
      expect(tooWide).toBe(kind !== 'path');
      const made = applyEdits(all, fix.proposal?.edits ?? []);
      const role = made.find(({ arn }) => arn === target.arn) ?? target;
      const allowed = whoCanAssume(role, made, new Set([account])).filter(
        ({ verdict, principal, scanned }) => verdict === 'allowed' && scanned && principal !== role.arn,
      );
      expect(allowed).toHaveLength(intended + othersGain.length);
    }
    expect(patterns['explicit-list'].fix).toEqual({ proposal: null, why: expect.stringContaining('the quota is 2,048') });
  });

  test('exactly who gains: every caller, and by each pattern those whom it takes in besides', () => {
    for (const kind of ['explicit-list', 'path', 'tag', 'account-root'] as const) {
      expect({ kind, intended: patterns[kind].intended, still: patterns[kind].stillDenied }).toEqual({ kind, intended: count, still: [] });
    }
    expect(gainers(patterns['explicit-list'])).toEqual([]);
    expect(gainers(patterns.path)).toEqual([]);
    expect(gainers(patterns.tag)).toEqual([tagged.arn]);
    expect(gainers(patterns['account-root'])).toEqual([administrator.arn, neighbour.arn, tagged.arn].sort());
    expect(patterns['account-root'].onePolicyAway).toBe(1);
    expect(patterns['account-root'].findings.join()).toMatch(/trusts everyone/);
  });
});

test('B7 a neighbour under the path gains by it, and the tag is proposed where it lets in nobody else', () => {
  const callers = callersOf(50, 'ci/').map((one, index) => ({
    ...one,
    tags: { team: 'build', job: 'nightly' },
    arn: roleArn(`ci/${index}x`),
    name: `${index}x`,
  }));
  const patterns = weighed(callers);
  expect(gainers(patterns.path)).toEqual([neighbour.arn]);
  expect(gainers(patterns.tag)).toEqual([]);
  expect(JSON.stringify(patterns.tag.document)).toContain('"aws:PrincipalTag/job":"nightly"');
  expect(proposed(patterns)).toBe('tag');
});

test('B9 a list that fits is proposed; near the quota it is not', () => {
  expect(proposed(weighed(callersOf(5)))).toBe('explicit-list');
  const near = weighed(callersOf(38));
  expect(near['explicit-list'].quota).toBe('near');
  expect(proposed(near)).toBe('path');
});

test('B7 callers without path, beginning or tag in common: the patterns say so, and nothing is proposed beyond the quota', () => {
  const callers = Array.from({ length: 60 }, (_, index) =>
    made(`${String.fromCharCode(97 + (index % 26))}${index}-some-name-that-is-long`),
  );
  const patterns = weighed(callers);
  expect(patterns.path).toMatchObject({ document: null, why: expect.stringContaining('share neither a path') });
  expect(patterns.tag).toMatchObject({ document: null, why: expect.stringContaining('share no tag') });
  expect(proposeFrom(Object.values(patterns))).toBeNull();
});

test('B7 callers that no scan has found are not known to get in, by any pattern', () => {
  const callers = callersOf(2);
  const patterns = weighed(callers, policy(tasks), callers.slice(1));
  for (const kind of ['path', 'account-root'] as const) {
    expect(patterns[kind]).toMatchObject({ intended: 1, stillDenied: [{ principal: callers[0]?.arn, verdict: 'unknown' }] });
    expect(patterns[kind].laterWrites).toEqual({ trust: 0, attachments: 1 });
  }
});

test('D-44 who could assume the role before gains nothing', () => {
  const before = policy(tasks, { Effect: 'Allow', Principal: { AWS: neighbour.arn }, Action: 'sts:AssumeRole' });
  expect(gainers(weighed(callersOf(3), before)['account-root'])).toEqual([administrator.arn, tagged.arn].sort());
});

test('B7: callers of two accounts need a managed policy in each, and that is counted', () => {
  const elsewhere = callersOf(1).map((one) => {
    const arn = one.arn.replace(account, '444455556666');
    return { ...one, arn, awsAccountId: '444455556666' };
  });
  const { path } = weighed([...callersOf(1), ...elsewhere]);
  expect(path.writes).toEqual({ trust: 1, policies: 2, attachments: 2 });
});
