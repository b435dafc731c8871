import type { LaunchConfiguration } from '@aws-sdk/client-auto-scaling';
import { autoScalingOf } from '../../state/autoscaling.ts';
import type { Stored } from '../../state/ecs.ts';
import { own, setOwn } from '../../state/iam.ts';
import { toStored } from '../ecs/stored.ts';
import { AwsFault, type CallContext } from '../service.ts';
import { alreadyExists, invalid, notHere, resourceInUse } from './faults.ts';
import { requireLaunchConfiguration } from './find.ts';
import { checkLaunchConfiguration } from './launch-configuration-checks.ts';
import { newArn } from './names.ts';
import { namedPage } from './paging.ts';
import { fromStored } from './stored.ts';
import type { AutoScalingHandlers } from './types.ts';

/** Launch configurations never change once they are made (D-71). Members that were not sent are shown as AWS shows them. */
export const launchConfigurationHandlers: AutoScalingHandlers = {
  CreateLaunchConfiguration(input, context) {
    requireAvailable(context);
    const { launchConfigurations } = autoScalingOf(context.account, context.region);
    const { LaunchConfigurationName: name, InstanceId, ...sent } = input;
    if (own(launchConfigurations, name)) {
      throw alreadyExists(`Launch Configuration by this name already exists - A launch configuration already exists with the name ${name}`);
    }
    if (InstanceId !== undefined) throw notHere('CreateLaunchConfiguration from an instance');
    const { ImageId, InstanceType } = input;
    if (!ImageId || !InstanceType) {
      throw invalid('Valid requests must contain either the InstanceID parameter or both the ImageId and InstanceType parameters.');
    }
    checkLaunchConfiguration(context, { ...input, ImageId, InstanceType });
    const made: LaunchConfiguration = {
      ...shownWhenEmpty,
      ...sent,
      ImageId,
      InstanceType,
      LaunchConfigurationName: name,
      LaunchConfigurationARN: newArn(context, 'launchConfiguration', name),
      CreatedTime: context.now,
    };
    setOwn(launchConfigurations, name, toStored(made));
    return {};
  },

  /** User data stands in the list: whoever may list may read keys (D-70). */
  DescribeLaunchConfigurations({ LaunchConfigurationNames, ...asked }, { account, region }) {
    const all = Object.values(autoScalingOf(account, region).launchConfigurations);
    const wanted = LaunchConfigurationNames?.length ? all.filter((one) => LaunchConfigurationNames.includes(nameOf(one))) : all;
    const filters = (LaunchConfigurationNames ?? []).join('|');
    const { page, next } = namedPage(wanted, nameOf, asked, { byDefault: 50, most: 100 }, filters);
    return { LaunchConfigurations: page.map((one) => fromStored<LaunchConfiguration>(one)), ...next };
  },

  DeleteLaunchConfiguration({ LaunchConfigurationName: name }, context) {
    const { groups, launchConfigurations } = autoScalingOf(context.account, context.region);
    requireLaunchConfiguration(context, name);
    const user = Object.values(groups).find(({ group }) => group.LaunchConfigurationName === name);
    if (user) {
      const groupName = user.group.AutoScalingGroupName;
      throw resourceInUse(`Cannot delete launch configuration ${name} because it is attached to AutoScalingGroup ${groupName}`);
    }
    delete launchConfigurations[name];
    return {};
  },
};

const nameOf = ({ LaunchConfigurationName }: Stored<LaunchConfiguration>): string => LaunchConfigurationName ?? '';

/** What DescribeLaunchConfigurations shows of members that were not sent; monitoring is detailed unless it is switched off. */
const shownWhenEmpty = {
  KeyName: '',
  SecurityGroups: [],
  ClassicLinkVPCSecurityGroups: [],
  UserData: '',
  KernelId: '',
  RamdiskId: '',
  BlockDeviceMappings: [],
  InstanceMonitoring: { Enabled: true },
  EbsOptimized: false,
};

/** Accounts made since 1 October 2024 cannot make any; the code and the words are AWS's. */
function requireAvailable({ account }: CallContext): void {
  if (!account.launchConfigurationsUnavailable) return;
  throw new AwsFault(
    'UnsupportedOperation',
    'The Launch Configuration creation operation is not available in your account. Use launch templates to create configuration templates for your Auto Scaling groups.',
  );
}
