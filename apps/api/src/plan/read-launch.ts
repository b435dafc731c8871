import { launchTemplateDataOf } from '@rolewright/shared/aws/launch-template-from-configuration.ts';
import { managedByTags } from '@rolewright/shared/inventory/managed-by.ts';
import { absent, known, type Reading } from '@rolewright/shared/inventory/reading.ts';
import type { UserDataInput } from '@rolewright/shared/plan/edited-user-data.ts';
import type { LaunchOf, TemplateUser } from '@rolewright/shared/plan/group-snapshot.ts';
import { metadataOptions } from '../aws/ec2-readings.ts';
import type { AwsPort } from '../aws/port.ts';
import type { Deps } from '../deps.ts';
import { keptUserData } from './inspected-user-data.ts';
import { launchFingerprint, shownLaunch, userDataIn } from './launch-content.ts';

type Fingerprint = Deps['fingerprint'];
type Facts = Omit<LaunchOf, 'from' | 'unknownMembers' | 'converted'>;

/** A launch configuration as a plan keeps it, with what a launch template of the same content would be (D-71). */
export async function readConfigurationLaunch(
  fingerprint: Fingerprint,
  port: AwsPort,
  name: string,
  userData: UserDataInput | undefined,
): Promise<Reading<LaunchOf>> {
  const told = await port.read.launchConfiguration(name);
  if (told.state !== 'known') return told;
  const described = told.value.data.reveal();
  const { data, dropped, unknown } = launchTemplateDataOf(described, {});
  return known({
    from: { launchConfigurationName: name },
    ...factsOf(fingerprint, described, described.IamInstanceProfile || null, userData),
    unknownMembers: [...unknown, ...told.value.notTaken],
    converted: { shown: shownLaunch(fingerprint, data), dropped },
  });
}

/** The version of a launch template that `asked` means now, as a plan of the group keeps it. */
export async function readTemplateLaunch(
  fingerprint: Fingerprint,
  port: AwsPort,
  asked: { launchTemplateId: string; version: string },
  groupName: string,
  userData: UserDataInput | undefined,
): Promise<Reading<LaunchOf>> {
  const { launchTemplateId } = asked;
  const template = await port.read.launchTemplate({ id: launchTemplateId });
  if (template.state !== 'known') return template;
  const { name, defaultVersion, latestVersion, tags } = template.value;
  const { 'aws:cloudformation:stack-name': stack = null, ...ownTags } = tags;
  const told = await port.read.launchTemplateVersion(launchTemplateId, asked.version);
  if (told.state !== 'known') return told;
  const others = await usersOf(port, launchTemplateId, groupName);
  if (others.state !== 'known') return others;
  const data = told.value.data.reveal();
  const { Arn, Name } = (data.IamInstanceProfile ?? {}) as { Arn?: string; Name?: string };
  return known({
    from: {
      launchTemplateId,
      templateName: name,
      version: told.value.version,
      asked: asked.version,
      defaultVersion,
      latestVersion,
      stack,
      owner: managedByTags(ownTags),
      others: others.value,
    },
    ...factsOf(fingerprint, data, Arn ?? Name ?? null, userData),
    unknownMembers: told.value.notTaken,
    converted: null,
  });
}

function factsOf(fingerprint: Fingerprint, data: Record<string, unknown>, profile: string | null, asked: UserDataInput | undefined): Facts {
  const { tokens, hopLimit } = metadataOptions((data.MetadataOptions ?? {}) as Parameters<typeof metadataOptions>[0]);
  const userData = userDataIn(fingerprint, data, asked);
  return {
    fingerprint: launchFingerprint(fingerprint, data),
    shown: shownLaunch(fingerprint, data),
    imageId: typeof data.ImageId === 'string' ? data.ImageId : null,
    profile,
    metadata: { httpTokens: tokens, hopLimit },
    userData: userData.state === 'known' ? known(keptUserData(userData.value)) : absent,
  };
}

/** Other groups of the Region that name the template, anywhere, and instances of no group that were launched from it (D-73). */
async function usersOf(port: AwsPort, templateId: string, groupName: string): Promise<Reading<TemplateUser[]>> {
  const instances = await port.read.launchedInstances({ templateId });
  if (instances.state !== 'known') return instances;
  const users: TemplateUser[] = [];
  for await (const page of port.read.autoScalingGroups()) {
    for (const { name, launchTemplate, mixedInstancesPolicy } of page) {
      const named = [launchTemplate, mixedInstancesPolicy?.launchTemplate, ...(mixedInstancesPolicy?.overrides ?? [])];
      const versions = new Set(named.flatMap((one) => (one?.id === templateId ? one.version : [])));
      if (name !== groupName) users.push(...[...versions].map((version): TemplateUser => ({ kind: 'group', name, version })));
    }
  }
  const alone = instances.value.filter(({ group }) => group === null);
  return known([...users, ...alone.map(({ name, version }): TemplateUser => ({ kind: 'instance', name, version: version ?? '' }))]);
}
