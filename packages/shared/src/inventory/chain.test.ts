import { expect, test } from 'vitest';
import { secretVariablesOf, variablesOf } from '../findings/environment.ts';
import { type ChainFacts, chainAfterMove, chainOf } from './chain.ts';

const key = `AKIA${'QNZGKIQY56JQ7WML'}`;
const role = 'arn:aws:iam::123456789012:role/team/AppRole';
const pair = { AWS_ACCESS_KEY_ID: key, AWS_SECRET_ACCESS_KEY: 'not-a-real-one' };

const facts = (environment: Record<string, string>, more: Partial<ChainFacts> = {}): ChainFacts => ({
  layers: [
    variablesOf(
      Object.entries(environment).map(([name, value]) => ({ name, value })),
      'environment',
    ),
  ],
  environmentFiles: 0,
  taskRoleArn: null,
  compatibilities: ['FARGATE'],
  ownerOf: () => 'limbo-bot',
  ...more,
});
const winnerOf = (given: ChainFacts) => chainOf(given).find((one) => one.wins)?.link ?? null;

test.each([
  ['a pair and a role', facts(pair, { taskRoleArn: role }), 'environment'],
  ['the legacy pair and a role (Go, Java)', facts({ AWS_ACCESS_KEY: key, AWS_SECRET_KEY: 'x' }, { taskRoleArn: role }), 'environment'],
  ['half a pair and a role', facts({ AWS_ACCESS_KEY_ID: key }, { taskRoleArn: role }), 'container-role'],
  ['an empty pair and a role (D-03)', facts({ AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }, { taskRoleArn: role }), 'container-role'],
  ['a role alone', facts({}, { taskRoleArn: role }), 'container-role'],
  ['nothing', facts({}), null],
])('D-01 D-02: with %s the winner is right', (_, given, winner) => {
  expect(winnerOf(given)).toBe(winner);
});

test('D-02: the role beneath a pair is said to be shadowed, the key to be whose it is', () => {
  const links = chainOf(facts(pair, { taskRoleArn: role }));
  expect(links.find((one) => one.link === 'environment')?.says).toBe('AKIA…7WML of limbo-bot');
  expect(links.find((one) => one.link === 'container-role')?.says).toBe('AppRole, shadowed by the environment');
});

test.each([
  [{ AWS_ACCESS_KEY: key, AWS_SECRET_KEY: 'x' }, 'AWS_ACCESS_KEY and AWS_SECRET_KEY'],
  [{ AWS_ACCESS_KEY: key, AWS_SECRET_ACCESS_KEY: 'x' }, 'AWS_ACCESS_KEY'],
  [{ AWS_ACCESS_KEY_ID: key, AWS_SECRET_KEY: 'x' }, 'AWS_SECRET_KEY'],
])('D-04: the chain says which SDKs would use the pair %j', (environment, names) => {
  const says = chainOf(facts(environment)).find((one) => one.link === 'environment')?.says;
  expect(says).toContain(`only the Go SDK and Java 1 read ${names},`);
});

test('D-04: where both spellings are set, the one that every SDK reads decides', () => {
  const links = chainOf(facts({ AWS_ACCESS_KEY: 'AKIAOLD', AWS_SECRET_KEY: 'x', ...pair }));
  expect(links.find((one) => one.link === 'environment')?.says).toBe('AKIA…7WML of limbo-bot');
});

test('D-05 D-07: AWS_PROFILE makes the profile unknown and is named beside the pair that SDKs disagree about', () => {
  const links = chainOf(facts({ ...pair, AWS_PROFILE: 'app' }));
  expect(links.find((one) => one.link === 'profile')).toMatchObject({ answers: 'unknown' });
  expect(links.find((one) => one.link === 'environment')?.says).toContain('AWS_PROFILE');
});

test('D-06: a web identity token file is unknown, never a winner', () => {
  expect(chainOf(facts({ AWS_WEB_IDENTITY_TOKEN_FILE: '/x' })).find((one) => one.link === 'web-identity')).toMatchObject({
    answers: 'unknown',
    wins: false,
  });
});

test('D-35: the instance role is impossible on Fargate and unknown elsewhere', () => {
  const answer = (compatibilities: string[]) =>
    chainOf(facts({}, { compatibilities })).find((one) => one.link === 'instance-role')?.answers;
  expect(answer(['FARGATE'])).toBe('no');
  expect(answer(['EC2'])).toBe('unknown');
  expect(answer([])).toBe('unknown');
});

test('D-10: a pair from Secrets Manager counts, and its value is said to be unread', () => {
  const layers = [secretVariablesOf([{ name: 'AWS_ACCESS_KEY_ID' }, { name: 'AWS_SECRET_ACCESS_KEY' }])];
  expect(chainOf(facts({}, { layers }))[0]).toMatchObject({ answers: 'yes', says: expect.stringContaining('not read') });
});

test('after the move D-04’s names are gone and the role answers', () => {
  const links = chainAfterMove(facts({ ...pair, AWS_REGION: 'us-east-1' }));
  expect(links.find((one) => one.wins)).toMatchObject({ link: 'container-role', says: 'The new task role' });
});
