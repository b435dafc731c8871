import { expect, test } from 'vitest';
import { known, unreadable } from '../inventory/reading.ts';
import { arnOf, chainSnapshot, dataId, homeId, linkTo, readRole } from '../plan/chain-snapshot.fixture.ts';
import { planRoleChain } from '../plan/recipes/role-chain.ts';
import { policy, user } from '../plan/snapshot.fixture.ts';
import type { DuplicateOrAssume } from './duplicate-or-assume.ts';
import { weighDuplicate } from './weigh-duplicate.ts';

function optionsOf(...[caller, links, has]: Parameters<typeof chainSnapshot>): DuplicateOrAssume {
  const snapshot = chainSnapshot(caller, links, has);
  const answer = weighDuplicate(snapshot, planRoleChain('plan_1', snapshot, { links }, ['id-one', 'id-two']));
  if (answer === null) throw new Error('no plan');
  return answer;
}
const rowOf = (answer: DuplicateOrAssume, question: string | RegExp) => answer.rows.find((row) => row.question.match(question));

const create = { create: { name: 'role1' } };
const s3 = policy('reads', 's3:*', '*');
const queues = policy('queues', 'sqs:SendMessage', '*', `arn:aws:iam::${homeId}:policy/queues`);
const aws = policy('ReadOnlyAccess', 's3:Get*', '*', 'arn:aws:iam::aws:policy/ReadOnlyAccess');
const roleHas = (accountId: string, has: Parameters<typeof readRole>[2]) => ({
  roles: [known(readRole(accountId, 'role2', has))],
});
const existing = (accountId: string, at: string) =>
  linkTo('role2', { accountId: at, role: { existing: arnOf(accountId, 'role2') }, permissions: undefined });

test('B2: copying gives role1 every grant of role2, always; assuming gives it one line of sts, and the grants lie behind it', () => {
  const answer = optionsOf(create, [existing(dataId, 'data')], roleHas(dataId, { inline: [s3], attached: [aws] }));
  expect(answer.duplicate.grants.map(({ action, resource, policy: name }) => [name, action, resource])).toEqual([
    ['role2: reads', 's3:*', '*'],
    ['role2: ReadOnlyAccess', 's3:Get*', '*'],
  ]);
  expect(answer.assume.grants.map(({ action, resource }) => [action, resource])).toEqual([['sts:AssumeRole', arnOf(dataId, 'role2')]]);
  expect(answer.behindTheRole.map(({ action }) => action)).toEqual(['s3:*', 's3:Get*']);
  expect(answer.duplicate.blast).toBe(30_000);
  expect(answer.assume.blast).toBe(5);
  expect(rowOf(answer, 'When')).toMatchObject({
    duplicate: expect.stringContaining('Always'),
    assume: expect.stringMatching(/of role2 with the external id.*60 minutes/),
  });
  expect(rowOf(answer, 'Who gains')?.assume).toContain('and knows the external id');
});

test('B2: in another account the copy opens nothing alone, one inline document stands twice, AWS’s own is attached: assuming is advised', () => {
  const theirs = { ...queues, arn: `arn:aws:iam::${dataId}:policy/queues` };
  const answer = optionsOf(create, [existing(dataId, 'data')], roleHas(dataId, { inline: [s3], attached: [aws, theirs] }));
  expect(answer.duplicate).toMatchObject({ writes: 3, laterWrites: 3, copies: ['role2: queues', 'role2: reads'] });
  expect(answer.assume).toMatchObject({ writes: 2, laterWrites: 2, copies: [] });
  expect(rowOf(answer, 'other account')?.duplicate).toContain('opens nothing in the account of role2 until');
  expect(rowOf(answer, 'drifts')?.duplicate).toBe(
    '2 documents would stand twice, and nothing keeps the two in step: role2: queues, role2: reads.',
  );
  expect(answer.advice).toMatchObject({ choice: 'assume', why: expect.arrayContaining([expect.stringMatching(/another account/)]) });
});

test('B2: within one account a managed policy is attached to both, and nothing drifts', () => {
  const home = chainSnapshot(create, [linkTo('role2')]).accounts.slice(0, 1);
  const answer = optionsOf(create, [existing(homeId, 'home')], { ...roleHas(homeId, { attached: [queues] }), accounts: home });
  expect(answer.duplicate).toMatchObject({ copies: [], characters: 0 });
  expect(answer.duplicate.quotas).toContainEqual({ of: 'managed policies of role1', used: 1, limit: 10 });
  expect(rowOf(answer, 'other account')).toBe(undefined);
  expect(rowOf(answer, 'drifts')?.duplicate).toMatch(/^Nothing: what the role has is managed/);
});

test('B2: a role that is made for this one caller, in its account: copying is no worse, and that is said', () => {
  const home = chainSnapshot(create, [linkTo('role2')]).accounts.slice(0, 1);
  const answer = optionsOf(create, [linkTo('role2', { accountId: 'home' })], { accounts: home });
  expect(answer.advice).toMatchObject({ choice: 'either', why: [expect.stringContaining('made for this caller alone')] });
  expect(answer.duplicate).toMatchObject({ writes: 1, copies: [] });
  expect(answer.assume.writes).toBe(3);
});

test('B2: what the boundary of role1 leaves of a copy is told, and the quotas of a user are its own', () => {
  const arn = `arn:aws:iam::${homeId}:user/app`;
  const boundary = policy('only-sts', 'sts:*', '*');
  const wide = { ...s3, document: { ...s3.document, Id: 'x'.repeat(2500) } };
  const answer = optionsOf({ userArn: arn }, [existing(dataId, 'data')], {
    ...roleHas(dataId, { inline: [wide] }),
    caller: { kind: 'user', reading: known(user('app', { boundary })) },
  });
  expect(answer.duplicate.grants).toMatchObject([{ left: 'none', why: 'the permissions boundary does not allow it' }]);
  expect(answer.duplicate.quotas[0]).toMatchObject({ of: 'inline policies of app', limit: 2048 });
  expect(answer.duplicate.quotas[0]?.used).toBeGreaterThan(2048);
  expect(answer.advice.why.join()).toMatch(/inline policies of app would take \d+ of 2048/);
  expect(rowOf(answer, 'Who gains')?.duplicate).toContain('everybody who holds one of its access keys');
});

test('B2: over two links the right to assume the next role is not copied, what both may do is', () => {
  const first = linkTo('role2', { permissions: { document: policy('x', 'sqs:SendMessage', '*').document } });
  const answer = optionsOf(create, [first, linkTo('role3')]);
  expect(answer.duplicate.grants.map(({ policy: name, action }) => [name, action])).toEqual([
    ['role2: role2Permissions', 'sqs:SendMessage'],
    ['role3: role3Permissions', 's3:GetObject'],
  ]);
  expect(answer.assume.grants).toHaveLength(1);
});

test('B2: a policy whose text was not told is named, and no option says that it is nothing', () => {
  const secretive = { ...s3, name: 'secretive', document: null as never };
  const answer = optionsOf(create, [existing(dataId, 'data')], roleHas(dataId, { inline: [secretive] }));
  expect(answer.notSeen.join(' ')).toContain('The policy role2: secretive could not be read');
  expect(rowOf(answer, 'by itself')?.duplicate).toBe('No line of a policy is known.');
});

test('B2: a session of a user may last for hours after the way is closed, one of a chain for one', () => {
  const session = { name: 'app-{instance-id}', enforceName: true, durationSeconds: 4 * 3600 };
  const answer = optionsOf({ userArn: `arn:aws:iam::${homeId}:user/app` }, [{ ...existing(dataId, 'data'), session }], {
    ...roleHas(dataId, { inline: [s3], maxSessionDuration: 4 * 3600 }),
    caller: { kind: 'user', reading: known(user('app')) },
  });
  expect(rowOf(answer, 'taken back')?.assume).toContain('within 240 minutes');
  expect(rowOf(optionsOf(create, [linkTo('role2')]), 'taken back')?.assume).toContain('within 60 minutes');
});

test('a plan that is not whole is not compared', () => {
  const links = [existing(dataId, 'data')];
  const snapshot = chainSnapshot(create, links, { roles: [unreadable('AccessDenied')] });
  expect(weighDuplicate(snapshot, planRoleChain('plan_1', snapshot, { links }, ['id-one']))).toBe(null);
});
