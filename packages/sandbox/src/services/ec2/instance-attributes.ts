import type { InstanceAttribute, InstanceAttributeName } from '@aws-sdk/client-ec2';
import type { Ec2Place, StoredInstance } from '../../state/ec2.ts';
import { own } from '../../state/iam.ts';
import { AwsFault, type Handlers } from '../service.ts';
import { attributeChange } from './instance-attribute-changes.ts';
import { incorrectState, requireInstance, requireNotEnding } from './instance-find.ts';
import { shownGroups, shownVolumes } from './instance-view.ts';
import { placeOf } from './place.ts';
import type { Ec2 } from './types.ts';

type Show = (instance: StoredInstance, place: Ec2Place) => InstanceAttribute;

/** Attribute → its member of the answer; what an instance does not have is an empty one. */
const shown: Partial<Record<InstanceAttributeName, Show>> = {
  blockDeviceMapping: (instance) => ({ BlockDeviceMappings: shownVolumes(instance) }),
  disableApiStop: ({ disableApiStop }) => ({ DisableApiStop: { Value: disableApiStop } }),
  disableApiTermination: ({ disableApiTermination }) => ({ DisableApiTermination: { Value: disableApiTermination } }),
  ebsOptimized: ({ ebsOptimized }) => ({ EbsOptimized: { Value: ebsOptimized } }),
  enaSupport: () => ({ EnaSupport: { Value: true } }),
  enclaveOptions: () => ({ EnclaveOptions: { Enabled: false } }),
  groupSet: ({ securityGroupIds }, place) => ({ Groups: shownGroups(place, securityGroupIds) }),
  instanceInitiatedShutdownBehavior: ({ shutdownBehavior }) => ({ InstanceInitiatedShutdownBehavior: { Value: shutdownBehavior } }),
  instanceType: ({ instanceType }) => ({ InstanceType: { Value: instanceType } }),
  kernel: () => ({ KernelId: {} }),
  productCodes: () => ({ ProductCodes: [] }),
  ramdisk: () => ({ RamdiskId: {} }),
  rootDeviceName: ({ rootDeviceName }) => ({ RootDeviceName: { Value: rootDeviceName } }),
  sourceDestCheck: ({ sourceDestCheck }) => ({ SourceDestCheck: { Value: sourceDestCheck } }),
  sriovNetSupport: () => ({ SriovNetSupport: {} }),
  userData: ({ userData }) => ({ UserData: userData === null ? {} : { Value: userData } }),
};

export const instanceAttributeHandlers: Handlers<Ec2> = {
  DescribeInstanceAttribute(input, context) {
    const place = placeOf(context);
    const instance = requireInstance(place.ec2, input.InstanceId);
    const attribute = String(input.Attribute);
    const show = own(shown as Record<string, Show>, attribute);
    if (!show) throw new AwsFault('InvalidParameterValue', `Value (${attribute}) for parameter attribute is invalid. Unknown attribute.`);
    return { InstanceId: instance.instanceId, ...show(instance, place) };
  },

  /** One attribute in a call. User data, type and EBS optimisation only while the instance is stopped (D-67). */
  ModifyInstanceAttribute(input, context) {
    const place = placeOf(context);
    const instance = requireInstance(place.ec2, input.InstanceId);
    requireNotEnding(instance);
    const { needsStop, change } = attributeChange(input, place);
    if (needsStop && instance.state !== 'stopped') {
      throw incorrectState(`The instance '${instance.instanceId}' is not in the 'stopped' state.`);
    }
    Object.assign(instance, change);
    return {};
  },
};
