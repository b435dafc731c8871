import { runAutoScaling } from '../../services/autoscaling/tick.ts';
import { runEc2 } from '../../services/ec2/tick.ts';
import type { World } from '../../state/world.ts';
import type { Estate } from '../builder.ts';
import { buildAgent } from './build-agent.ts';
import { containerHost } from './container-host.ts';
import { eksOwned } from './eks-owned.ts';
import { encodings } from './encodings.ts';
import { imageUpload } from './image-upload.ts';
import { innocentInstances } from './innocent-instances.ts';
import { noLaunchConfigurations } from './no-launch-configurations.ts';
import { sharedTemplate } from './shared-template.ts';
import { ssmProfile } from './ssm-profile.ts';
import { stoppedInstance } from './stopped-instance.ts';

/** Every scenario of instances and Auto Scaling groups. */
export async function instances(home: Estate, data: Estate): Promise<void> {
  await imageUpload(home);
  await buildAgent(home);
  await sharedTemplate(home);
  await ssmProfile(home);
  await stoppedInstance(home);
  await containerHost(home);
  await eksOwned(home);
  await encodings(home);
  await innocentInstances(home);
  await noLaunchConfigurations(data);
}

/** Groups look at their instances now and then: while nothing takes time, a few looks and they are in service. */
export function settleInstances(world: World): void {
  for (let look = 0; look < 3; look++) {
    runAutoScaling(world);
    runEc2(world);
  }
}
