import {
  DescribeInstancesCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  type EC2Client,
  type Instance,
} from '@aws-sdk/client-ec2';
import type { LaunchTemplateData } from '@rolewright/shared/aws/launch-template-data.ts';
import { Secret } from '@rolewright/shared/secret.ts';
import { call, reading, tagsOf } from './answer.ts';
import { AwsError } from './aws-error.ts';
import type { GroupRead, LaunchedInstance } from './group-port.ts';
import { keepRawXml, membersNotTaken } from './raw-xml.ts';

/** With a page size EC2 pays from the wider bucket (D-83). */
const pageSize = 1000;
const smallerPageSize = 200;

type TemplateRead = Pick<GroupRead, 'launchTemplate' | 'launchTemplateVersion' | 'templateVersions' | 'launchedInstances'>;

/** Reads of one launch template, of its versions with all their members, and of what was launched from it. */
export function templateRead(client: () => EC2Client): TemplateRead {
  return {
    launchTemplate: (named) =>
      reading(async () => {
        const input = 'id' in named ? { LaunchTemplateIds: [named.id] } : { LaunchTemplateNames: [named.name] };
        const answer = await call('ec2', 'DescribeLaunchTemplates', () => client().send(new DescribeLaunchTemplatesCommand(input)));
        const [found] = answer.LaunchTemplates ?? [];
        if (found === undefined) throw notThere('DescribeLaunchTemplates', JSON.stringify(named));
        return {
          id: found.LaunchTemplateId ?? '',
          name: found.LaunchTemplateName ?? '',
          defaultVersion: String(found.DefaultVersionNumber ?? ''),
          latestVersion: String(found.LatestVersionNumber ?? ''),
          tags: tagsOf(found.Tags),
        };
      }),
    launchTemplateVersion: (LaunchTemplateId, version) =>
      reading(async () => {
        const command = new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId, Versions: [version] });
        const raw = keepRawXml(command);
        const answer = await call('ec2', 'DescribeLaunchTemplateVersions', () => client().send(command));
        const [found] = answer.LaunchTemplateVersions ?? [];
        if (found === undefined) throw notThere('DescribeLaunchTemplateVersions', `${LaunchTemplateId} ${version}`);
        const data = found.LaunchTemplateData ?? {};
        return {
          launchTemplateId: LaunchTemplateId,
          templateName: found.LaunchTemplateName ?? '',
          version: String(found.VersionNumber ?? ''),
          description: found.VersionDescription ?? '',
          data: new Secret({ ...data } as LaunchTemplateData),
          notTaken: membersNotTaken(raw(), 'launchTemplateData', data),
        };
      }),
    templateVersions: (LaunchTemplateId) =>
      reading(async () => {
        const found: { version: string; description: string }[] = [];
        let NextToken: string | undefined;
        do {
          const command = new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId, MaxResults: smallerPageSize, NextToken });
          const page = await call('ec2', 'DescribeLaunchTemplateVersions', () => client().send(command));
          const versions = page.LaunchTemplateVersions ?? [];
          found.push(...versions.map((one) => ({ version: String(one.VersionNumber ?? ''), description: one.VersionDescription ?? '' })));
          NextToken = page.NextToken;
        } while (NextToken);
        return found;
      }),
    launchedInstances: (of) =>
      reading(async () => {
        const tag = 'group' in of ? ['aws:autoscaling:groupName', of.group] : ['aws:ec2launchtemplate:id', of.templateId];
        const Filters = [
          { Name: `tag:${tag[0]}`, Values: [tag[1] ?? ''] },
          { Name: 'instance-state-name', Values: ['pending', 'running', 'stopping', 'stopped'] },
        ];
        const found: LaunchedInstance[] = [];
        let NextToken: string | undefined;
        do {
          const command = new DescribeInstancesCommand({ Filters, MaxResults: pageSize, NextToken });
          const page = await call('ec2', 'DescribeInstances', () => client().send(command));
          found.push(...(page.Reservations ?? []).flatMap((one) => one.Instances ?? []).map(launchedInstance));
          NextToken = page.NextToken;
        } while (NextToken);
        return found;
      }),
  };
}

function launchedInstance(instance: Instance): LaunchedInstance {
  const tags = tagsOf(instance.Tags);
  const instanceId = instance.InstanceId ?? '';
  return {
    instanceId,
    name: tags.Name || instanceId,
    profileArn: instance.IamInstanceProfile?.Arn ?? null,
    group: tags['aws:autoscaling:groupName'] ?? null,
    version: tags['aws:ec2launchtemplate:version'] ?? null,
  };
}

const notThere = (operation: string, what: string): AwsError =>
  new AwsError('not-found', 'NotFound', `${what} is not there`, `ec2:${operation}`, null);
