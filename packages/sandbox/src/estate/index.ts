import { createConsoleRoles } from '../auth/console-roles.ts';
import type { Invoke } from '../http/invoke.ts';
import { runEcs } from '../services/ecs/tick.ts';
import type { World } from '../state/world.ts';
import { addAccounts, dataAccount, homeRegion, sandboxAccount, secondRegion } from './accounts.ts';
import { adminUser } from './admin-user.ts';
import { age } from './age.ts';
import { type Estate, estateOf } from './builder.ts';
import { cloudformation } from './cloudformation.ts';
import { customName } from './custom-name.ts';
import { instances, settleInstances } from './ec2/index.ts';
import { everyMember } from './every-member.ts';
import { exampleKey } from './example-key.ts';
import { expiredTemporary } from './expired-temporary.ts';
import { foreignKey } from './foreign-key.ts';
import { halfAPair } from './half-a-pair.ts';
import { healthy } from './healthy.ts';
import { innocent } from './innocent.ts';
import { legacyNames } from './legacy-names.ts';
import { limbo } from './limbo.ts';
import { manyRevisions } from './many-revisions.ts';
import { pinnedRevision } from './pinned-revision.ts';
import { pinnedRule } from './pinned-rule.ts';
import { refusedControllers } from './refused-controllers.ts';
import { roleAndKeys } from './role-and-keys.ts';
import { secondAccount } from './second-account.ts';
import { sharedKey } from './shared-key.ts';
import { standalone } from './standalone.ts';

/**
 * Fills an empty world with the estate of `world.settings.estate`: `empty` has two accounts with administrators and the console's roles,
 * `legacy` adds the scenarios of README.md. When it returns every service is steady and every change of IAM is in effect.
 */
export async function seedEstate(world: World, invoke: Invoke): Promise<void> {
  const { timeScale } = world.settings;
  // Nothing takes time while the past is written.
  world.settings.timeScale = 0;
  try {
    addAccounts(world);
    world.state.runtime = { workloads: [], outside: [] };
    const home = estateOf(world, invoke, sandboxAccount.id, homeRegion);
    const data = estateOf(world, invoke, dataAccount.id, homeRegion);
    await createConsoleRoles(world);
    if (world.settings.estate === 'legacy') await legacy(home, data);
    runEcs(world);
    settleInstances(world);
    age(world);
  } finally {
    world.settings.timeScale = timeScale;
  }
  // From now on the groups are looked at in the world's own time.
  settleInstances(world);
}

/** In an order in which each finds the clusters and roles that it needs. */
async function legacy(home: Estate, data: Estate): Promise<void> {
  for (const estate of [home, data]) {
    await estate.role('ecsTaskExecutionRole', {});
    const input = { RoleName: 'ecsTaskExecutionRole', PolicyArn: 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy' };
    await estate.invoke({ accountId: estate.accountId, region: estate.region, service: 'iam', operation: 'AttachRolePolicy', input });
  }
  await limbo(home);
  await sharedKey(home);
  await roleAndKeys(home);
  await halfAPair(home);
  await foreignKey(home, data);
  await legacyNames(home);
  await customName(home);
  await expiredTemporary(home);
  await exampleKey(home);
  await everyMember(home);
  await adminUser(home);
  await standalone(home);
  await pinnedRule(home);
  await pinnedRevision(home);
  await manyRevisions(home);
  await cloudformation(home);
  await refusedControllers(home);
  await healthy(home.in(secondRegion));
  await innocent(home);
  await secondAccount(data);
  await instances(home, data);
}
