import { autoScalingOf } from '../state/autoscaling.ts';
import { cloudTrailOf } from '../state/cloudtrail.ts';
import { cloudWatchOf } from '../state/cloudwatch.ts';
import { ec2Of } from '../state/ec2.ts';
import { ecsOf } from '../state/ecs.ts';
import { newIamState } from '../state/iam.ts';
import { rulesOf } from '../state/rules.ts';
import { s3Of } from '../state/s3.ts';
import { parametersOf, secretsOf } from '../state/secrets.ts';
import { stacksOf } from '../state/stacks.ts';
import type { AccountState, World } from '../state/world.ts';

/** The account of document 002, and a second one whose keys and buckets others use. */
export const sandboxAccount = { id: '560921689673', name: 'sandbox' } as const;
export const dataAccount = { id: '210987654321', name: 'sandbox-data' } as const;

export const homeRegion = 'us-east-1';
export const secondRegion = 'eu-west-1';

/** Every slice is there from the start, so that reading an account never changes its state. */
const slices = [ecsOf, ec2Of, autoScalingOf, cloudTrailOf, cloudWatchOf, rulesOf, stacksOf, secretsOf, parametersOf];

/** Puts both accounts into the world: two Regions enabled, one that AWS has and they have not (D-87). */
export function addAccounts(world: World): void {
  for (const { id, name } of [sandboxAccount, dataAccount]) {
    const account: AccountState = {
      id,
      name,
      partition: 'aws',
      regions: { [homeRegion]: { name: homeRegion }, [secondRegion]: { name: secondRegion } },
      disabledRegions: ['ap-east-1'],
      iam: newIamState(),
    };
    world.state.accounts[id] = account;
    s3Of(account);
    for (const region of Object.keys(account.regions)) {
      for (const slice of slices) slice(account, region);
    }
  }
}
