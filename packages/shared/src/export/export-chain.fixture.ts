import { absent, known } from '../inventory/reading.ts';
import { arnOf, chainSnapshot, dataId, homeId, linkTo, readRole } from '../plan/chain-snapshot.fixture.ts';
import type { ChainSnapshot } from '../plan/chain-snapshot.ts';
import type { PlannedStep } from '../plan/planned-step.ts';
import { planRoleChain } from '../plan/recipes/role-chain.ts';
import { user } from '../plan/snapshot.fixture.ts';
import { exportChain } from './export-chain.ts';
import type { ExportFormat } from './format.ts';

/** As iam/external-id.ts masks them: those that the plan gives, and the one that role2 asks for already. */
const given = ['external-id-0000000000000001', 'external-id-0000000000000002'];
export const oldId = 'external-id-00000000000000ff';

const partner = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Partner',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::333344445555:root` },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': oldId } },
    },
  ],
};
const create = { create: { name: 'role1', path: '/apps/' } };
const old = (accountId: string, name: string) => readRole(accountId, name, { trust: partner, maxSessionDuration: 7200 });
const existing = (accountId: string, name: string, at = 'data') =>
  linkTo(name, { accountId: at, role: { existing: arnOf(accountId, name) }, permissions: undefined });

function planned(...[caller, links, has]: Parameters<typeof chainSnapshot>): { snapshot: ChainSnapshot; steps: PlannedStep[] } {
  const snapshot = chainSnapshot(caller, links, has);
  return { snapshot, steps: planRoleChain('plan_1', snapshot, { links }, given).steps };
}

const caller = (name: string) => ({ kind: 'user' as const, reading: known(user(name)) });
const home = chainSnapshot(create, [linkTo('role2')]).accounts.slice(0, 1);

const delivery: NonNullable<ChainSnapshot['delivery']> = {
  place: {
    store: 'secrets-manager',
    name: 'uploader/chain',
    region: 'us-east-1',
    runsOn: 'ecs-task',
    arn: `arn:aws:secretsmanager:us-east-1:${homeId}:secret:uploader/chain-??????`,
  },
  stored: absent,
  readers: [{ arn: arnOf(homeId, 'Execution'), name: 'Execution', reading: known(readRole(homeId, 'Execution')) }],
  container: null,
};

/** Chains of every shape: over accounts and within one, of what is made and of what is there. */
export const chains = {
  'two new roles of two accounts': planned(create, [linkTo('role2')]),
  'a chain that comes back': planned(create, [linkTo('role2', { permissions: undefined }), linkTo('role1-of-home', { accountId: 'home' })]),
  'a user and a role that are there': planned({ userArn: `arn:aws:iam::${homeId}:user/app` }, [existing(dataId, 'role2')], {
    caller: caller('app'),
    roles: [known(old(dataId, 'role2'))],
  }),
  'roles that are there, of one account': planned(
    { roleArn: arnOf(homeId, 'app') },
    [{ ...existing(homeId, 'role2', 'home'), permissions: linkTo('role2').permissions }],
    {
      accounts: home,
      caller: { kind: 'role', reading: known(readRole(homeId, 'app')) },
      roles: [known(old(homeId, 'role2'))],
    },
  ),
  'a chain that delivers its config': planned(create, [linkTo('role2')], { delivery }),
} satisfies Record<string, { snapshot: ChainSnapshot; steps: PlannedStep[] }>;
export type ChainName = keyof typeof chains;

/** One of them as a file. */
export function exported(
  name: ChainName,
  format: ExportFormat,
  stack = 1,
  standing = { applied: false, blockers: [] as string[] },
): string {
  const { snapshot, steps } = chains[name];
  const file = exportChain(format, steps, snapshot, standing, stack);
  if (file === null) throw new Error(`no ${format} ${stack} of ${name}`);
  return file.text;
}
