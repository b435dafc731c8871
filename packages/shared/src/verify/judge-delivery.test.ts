import { expect, test } from 'vitest';
import { absent, known, unreadable } from '../inventory/reading.ts';
import { arnOf, chainSnapshot, homeId, linkTo, readRole } from '../plan/chain-snapshot.fixture.ts';
import type { ChainSnapshot } from '../plan/chain-snapshot.ts';
import { planTag } from '../plan/planned-step.ts';
import { planRoleChain } from '../plan/recipes/role-chain.ts';
import { deliveryEvidence, withArn } from './judge-delivery.ts';

const pattern = `arn:aws:secretsmanager:us-east-1:${homeId}:secret:uploader/chain-??????`;
const exact = pattern.replace('??????', 'AbCdEf');
const links = [linkTo('role2')];
const delivery: NonNullable<ChainSnapshot['delivery']> = {
  place: { store: 'secrets-manager', name: 'uploader/chain', region: 'us-east-1', runsOn: 'ecs-task', arn: pattern },
  stored: absent,
  readers: [{ arn: arnOf(homeId, 'Execution'), name: 'Execution', reading: known(readRole(homeId, 'Execution')) }],
  container: null,
};
const before = chainSnapshot({ create: { name: 'role1' } }, links, { delivery });
const promised = planRoleChain('plan_1', before, { links }, ['external-id-0123456789abcdef']).delivery;
const policy = promised?.readers[0]?.policy;
const holding = (arn: string) =>
  known(
    readRole(homeId, 'Execution', {
      inline: [{ name: policy?.name ?? '', arn: null, document: withArn(policy?.document ?? {}, pattern, arn) }],
    }),
  );
const stored = known({ arn: exact, tags: { [planTag]: 'plan_1' }, version: '1', deletedAt: null, policy: absent });

test.each([
  ['by its exact ARN', stored, holding(exact), 'yes'],
  ['by the pattern', stored, holding(pattern), 'yes'],
  ['of another secret', stored, holding(`${exact}x`), 'no'],
  ['by an ARN that cannot be compared, since the secret could not be described', unreadable('AccessDenied'), holding(exact), 'unknown'],
  ['a role that is gone', stored, absent, 'no'],
  ['a role that could not be read', stored, unreadable('AccessDenied'), 'unknown'],
] as const)('A11: the reader may read it: %s', (_, now, reading, state) => {
  const readers = delivery.readers.map((one) => ({ ...one, reading }));
  const found = deliveryEvidence({ ...delivery, stored: now, readers }, promised, 'plan_1', null);
  expect(found.find(({ claim }) => claim.startsWith('Execution'))?.state).toBe(state);
});
