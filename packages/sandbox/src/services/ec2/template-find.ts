import type { Ec2State, StoredLaunchTemplate, StoredTemplateVersion } from '../../state/ec2.ts';
import { own } from '../../state/iam.ts';
import { AwsFault } from '../service.ts';

/** How calls name a launch template: by id or by name, one of the two. */
export interface NamedTemplate {
  LaunchTemplateId?: string | undefined;
  LaunchTemplateName?: string | undefined;
}

/** The template that a call names. Throws as EC2 words it. */
export function requireTemplate(ec2: Ec2State, { LaunchTemplateId: id, LaunchTemplateName: name }: NamedTemplate): StoredLaunchTemplate {
  if (id === undefined && name === undefined) {
    throw new AwsFault('MissingParameter', 'Either a launch template ID or a launch template name must be specified in the request');
  }
  if (id !== undefined && name !== undefined) {
    throw new AwsFault(
      'InvalidParameterCombination',
      'You may specify either a launch template ID or a launch template name, but not both',
    );
  }
  const found = id === undefined ? templateNamed(ec2, name ?? '') : own(ec2.launchTemplates, id);
  if (found) return found;
  if (id === undefined) {
    throw new AwsFault(
      'InvalidLaunchTemplateName.NotFoundException',
      `The specified launch template, with template name ${name}, does not exist.`,
    );
  }
  if (!/^lt-[0-9a-f]{8,17}$/.test(id)) throw new AwsFault('InvalidLaunchTemplateId.Malformed', `Invalid id: "${id}" (expecting "lt-...")`);
  throw new AwsFault('InvalidLaunchTemplateId.NotFound', `The specified launch template, with template ID ${id}, does not exist.`);
}

export const templateNamed = (ec2: Ec2State, name: string): StoredLaunchTemplate | null =>
  Object.values(ec2.launchTemplates).find(({ launchTemplateName }) => launchTemplateName === name) ?? null;

/** The number that a version's text stands for at this moment: `$Latest`, `$Default` (also when none is given) or itself (D-73). */
export function versionNumber(template: StoredLaunchTemplate, version: string | undefined): string {
  if (version === undefined || version === '$Default') return String(template.defaultVersionNumber);
  if (version !== '$Latest') return version;
  return String(Math.max(...Object.keys(template.versions).map(Number)));
}

/** The version that a call names. Throws InvalidLaunchTemplateId.VersionNotFound. */
export function requireVersion(template: StoredLaunchTemplate, version: string | undefined): StoredTemplateVersion {
  const number = versionNumber(template, version);
  if (!/^\d+$/.test(number)) throw new AwsFault('InvalidParameterValue', `Invalid launch template version: ${number}`);
  const found = own(template.versions, String(Number(number)));
  if (found) return found;
  const { launchTemplateId } = template;
  throw new AwsFault(
    'InvalidLaunchTemplateId.VersionNotFound',
    `Could not find the specified version ${number} for the launch template with ID ${launchTemplateId}.`,
  );
}
