import { copyOfLaunchConfiguration, type LaunchConfiguration } from '../aws/launch-configuration.ts';
import { launchEditsOf } from '../plan/launch-edits.ts';
import type { StepOf } from '../plan/planned-step.ts';
import type { HclItem } from './hcl.ts';
import { withoutMasked } from './shown-members.ts';
import type { ExportSource } from './source.ts';
import { label, resource } from './terraform-items.ts';
import { profileName, userDataFile } from './terraform-launch-template.ts';
import { itemsOf } from './terraform-members.ts';

type Step = StepOf<'create-launch-configuration'>;
type Members = Record<string, unknown>;

/** The provider's words for a launch configuration's members, where they differ from those for a launch template's. */
const spelled: Record<string, string> = { SecurityGroups: 'security_groups' };

/** What the provider has no argument for: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/launch_configuration */
const without = ['KernelId', 'RamdiskId', 'ClassicLinkVPCId', 'ClassicLinkVPCSecurityGroups'];

/** aws_launch_configuration: the copy of the group's own, whose user data is read from a file of the operator's. */
export function launchConfiguration(step: Step, source: Pick<ExportSource, 'steps'>): HclItem[] {
  const { launchConfigurationName: name, edits } = step;
  const { InstanceMonitoring, BlockDeviceMappings, MetadataOptions, ...members } = copyOf(step);
  const mappings = Array.isArray(BlockDeviceMappings) ? (BlockDeviceMappings as Members[]) : [];
  const { Enabled } = (InstanceMonitoring ?? {}) as { Enabled?: unknown };
  const named = Object.fromEntries(Object.entries(members).filter(([member]) => !notHere.has(member)));
  return resource('aws_launch_configuration', label(name), [
    { attribute: 'name', value: name },
    ...itemsOf(named, spelled),
    ...(Enabled === undefined ? [] : [{ attribute: 'enable_monitoring', value: Enabled }]),
    { attribute: 'iam_instance_profile', value: profileName(edits, source) },
    ...(edits.hasNoUserData ? [] : [{ attribute: 'user_data_base64', value: userDataFile(name) }]),
    ...[...(MetadataOptions === undefined ? [] : itemsOf({ MetadataOptions })), ...mappings.map(blockDevice)].flatMap(
      (block): HclItem[] => [{ blank: true }, block],
    ),
    { blank: true },
    { block: 'lifecycle', body: lifecycle(mappings.length > 0) },
  ]);
}

/** What of the copy a file of Terraform cannot say, for its head. */
export const notInTerraform = (step: Step): string[] => {
  const members = Object.keys(copyOf(step)).filter((member) => without.includes(member));
  return [...members.map((member) => `${member}, for which Terraform has no argument`), ...withoutMasked(step.shown).hidden];
};

const copyOf = ({ shown, launchConfigurationName, edits }: Step): Members =>
  copyOfLaunchConfiguration(withoutMasked(shown).document as LaunchConfiguration, launchConfigurationName, launchEditsOf(edits, null));

/** Written apart, or by nobody. */
const notHere = new Set(['LaunchConfigurationName', 'IamInstanceProfile', 'UserData', ...without]);

function blockDevice({ DeviceName, VirtualName, NoDevice, Ebs }: Members): HclItem {
  const common = { DeviceName, ...(VirtualName === undefined ? {} : { VirtualName }), ...(NoDevice === undefined ? {} : { NoDevice }) };
  const isEphemeral = Ebs === undefined && VirtualName !== undefined;
  return { block: isEphemeral ? 'ephemeral_block_device' : 'ebs_block_device', body: itemsOf({ ...common, ...((Ebs ?? {}) as Members) }) };
}

/** Nothing of a launch configuration can be changed. Which mapping is the root device is known to the image alone: the provider reads it as another block. */
const lifecycle = (hasDevices: boolean): HclItem[] => [
  { attribute: 'create_before_destroy', value: true },
  ...(hasDevices ? [{ attribute: 'ignore_changes', value: ['ebs_block_device', 'root_block_device'].map(($hcl) => ({ $hcl })) }] : []),
];
