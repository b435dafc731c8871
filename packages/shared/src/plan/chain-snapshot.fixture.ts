import { absent, known } from '../inventory/reading.ts';
import type { ChainAccount, ChainRoleOf, ChainSnapshot } from './chain-snapshot.ts';
import { chainTargetOf } from './chain-target.ts';
import type { NewRoleChainPlan } from './role-chain.ts';
import { role } from './snapshot.fixture.ts';

export const homeId = '560921689673';
export const dataId = '210987654321';
export const arnOf = (accountId: string, name: string): string => `arn:aws:iam::${accountId}:role/${name}`;

const account = (id: string, awsAccountId: string): ChainAccount => ({
  id,
  awsAccountId,
  name: id,
  partition: 'aws',
  trustSize: known(2048),
});
const accounts = [account('home', homeId), account('data', dataId)];

type Link = NewRoleChainPlan['inputs']['links'][number];

/** A link to a new role of the other account, with an external id. */
export const linkTo = (name: string, change: Partial<Link> = {}): Link => ({
  accountId: 'data',
  role: { create: { name } },
  externalId: 'generate',
  session: { name: 'app-{task-id}', enforceName: false },
  permissions: {
    document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::bucket/*' }] },
  },
  ...change,
});

/** A role as a chain reads it. */
export const readRole = (accountId: string, name: string, has: Partial<ChainRoleOf> = {}): ChainRoleOf => ({
  ...role(name),
  arn: arnOf(accountId, name),
  uniqueId: `AROA${name}`,
  tags: {},
  maxSessionDuration: 3600,
  ...has,
});

/** What was read for a chain: nothing is there yet, unless `has` says so. Throws AppError as the planning does. */
export function chainSnapshot(
  caller: NewRoleChainPlan['target']['caller'],
  links: Link[],
  has: Partial<Pick<ChainSnapshot, 'caller' | 'roles' | 'accounts' | 'delivery'>> = {},
): ChainSnapshot {
  const asked = { accountId: 'home', target: { caller }, inputs: { links } };
  const all = has.accounts ?? accounts;
  return {
    readAt: '2026-11-26T12:00:00.000Z',
    region: 'us-east-1',
    accounts: all,
    target: chainTargetOf(asked, (id) => all.find((one) => one.id === id) as ChainAccount),
    caller: { kind: 'role', reading: absent },
    roles: links.map(() => absent),
    ...has,
  };
}
