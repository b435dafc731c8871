import type { CreateLaunchConfigurationType } from '@aws-sdk/client-auto-scaling';
import { type Ec2Place, ec2Place } from '../../state/ec2.ts';
import { requireImage } from '../ec2/images.ts';
import { networkOf } from '../ec2/launch-network.ts';
import { requireUsableProfile } from '../ec2/profile.ts';
import { checkedUserData } from '../ec2/user-data.ts';
import { AwsFault, type CallContext } from '../service.ts';
import { invalid } from './faults.ts';

type Given = CreateLaunchConfigurationType & { ImageId: string; InstanceType: string };

/** Refuses a launch configuration whose image, profile, groups or user data EC2 would refuse. Throws ValidationError. */
export function checkLaunchConfiguration({ world, account, region }: CallContext, given: Given): void {
  const place = ec2Place(world, account, region);
  if (!/^[a-z0-9-]+\.[a-z0-9-]+$/.test(given.InstanceType)) {
    throw invalid(`Invalid instance type: ${given.InstanceType}`);
  }
  inEc2sWords('', () => {
    requireImage(place, given.ImageId);
    if (given.UserData) checkedUserData(given.UserData);
    networkOf(place, { SecurityGroups: given.SecurityGroups });
  });
  if (given.IamInstanceProfile) requireProfile(place, given.IamInstanceProfile);
}

/** A profile that is missing or has not reached EC2 yet (D-50); named by name or by ARN. */
function requireProfile(place: Ec2Place, named: string): void {
  try {
    requireUsableProfile(place, profileNamed(named));
  } catch (error) {
    if (!(error instanceof AwsFault)) throw error;
    throw invalid(`Invalid IamInstanceProfile: ${named}`);
  }
}

/** How EC2 is told of a profile that a launch configuration names: it takes name and ARN apart, Auto Scaling does not. */
export const profileNamed = (named: string): { Arn: string } | { Name: string } =>
  named.startsWith('arn:') ? { Arn: named } : { Name: named };

/** EC2's refusals come as ValidationError, with `before` in front. */
export function inEc2sWords<T>(before: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof AwsFault) throw invalid(`${before}${error.message}`);
    throw error;
  }
}
