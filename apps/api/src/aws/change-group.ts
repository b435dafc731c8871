import {
  type AutoScalingClient,
  CancelInstanceRefreshCommand,
  CreateLaunchConfigurationCommand,
  type CreateLaunchConfigurationCommandInput,
  DeleteLaunchConfigurationCommand,
  type DesiredConfiguration,
  RollbackInstanceRefreshCommand,
  StartInstanceRefreshCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import {
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  DeleteLaunchTemplateCommand,
  DeleteLaunchTemplateVersionsCommand,
  type EC2Client,
  type RequestLaunchTemplateData,
  type ValidationWarning,
} from '@aws-sdk/client-ec2';
import { call } from './answer.ts';
import { AwsError } from './aws-error.ts';
import { changed, tagList } from './changed.ts';
import type { ServiceClients } from './clients.ts';
import type { GroupChange } from './group-port.ts';

/** The calls that change groups and what they launch from, each sent once. Their data is revealed here and goes nowhere but to AWS. */
export function changeGroup(clients: Pick<ServiceClients, 'ec2' | 'autoScaling'>): GroupChange {
  const ec2 = <T>(operation: string, send: (client: EC2Client) => Promise<T>) => call('ec2', operation, () => send(clients.ec2()));
  const scaling = <T>(operation: string, send: (client: AutoScalingClient) => Promise<T>) =>
    call('autoscaling', operation, () => send(clients.autoScaling()));
  return {
    async createLaunchTemplate({ name, description, data, tags, token }) {
      const command = new CreateLaunchTemplateCommand({
        LaunchTemplateName: name,
        VersionDescription: description,
        LaunchTemplateData: data.reveal() as RequestLaunchTemplateData,
        TagSpecifications: [{ ResourceType: 'launch-template', Tags: tagList(tags) }],
        ClientToken: token,
      });
      const answer = await ec2('CreateLaunchTemplate', (client) => client.send(command));
      const { LaunchTemplateId = '', LatestVersionNumber = 1 } = answer.LaunchTemplate ?? {};
      return changed({ launchTemplateId: LaunchTemplateId, version: String(LatestVersionNumber), warning: saying(answer.Warning) }, answer);
    },
    async createLaunchTemplateVersion({ launchTemplateId: LaunchTemplateId, description: VersionDescription, data, token: ClientToken }) {
      const LaunchTemplateData = data.reveal() as RequestLaunchTemplateData;
      const command = new CreateLaunchTemplateVersionCommand({ LaunchTemplateId, VersionDescription, LaunchTemplateData, ClientToken });
      const answer = await ec2('CreateLaunchTemplateVersion', (client) => client.send(command));
      const version = String(answer.LaunchTemplateVersion?.VersionNumber ?? '');
      return changed({ version, warning: saying(answer.Warning) }, answer);
    },
    async deleteLaunchTemplate(LaunchTemplateId) {
      const command = new DeleteLaunchTemplateCommand({ LaunchTemplateId });
      return changed(null, await ec2('DeleteLaunchTemplate', (client) => client.send(command)));
    },
    async deleteLaunchTemplateVersion(LaunchTemplateId, version) {
      const command = new DeleteLaunchTemplateVersionsCommand({ LaunchTemplateId, Versions: [version] });
      const answer = await ec2('DeleteLaunchTemplateVersions', (client) => client.send(command));
      const [left] = answer.UnsuccessfullyDeletedLaunchTemplateVersions ?? [];
      const isGone = left === undefined || left.ResponseError?.Code === 'launchTemplateVersionDoesNotExist';
      if (isGone) return changed(null, answer);
      const { Code = 'unexpectedError', Message = `Version ${version} was not deleted.` } = left.ResponseError ?? {};
      throw new AwsError('other', Code, Message, 'ec2:DeleteLaunchTemplateVersions', answer.$metadata.requestId ?? null);
    },
    async createLaunchConfiguration(input) {
      const command = new CreateLaunchConfigurationCommand(input.reveal() as unknown as CreateLaunchConfigurationCommandInput);
      return changed(null, await scaling('CreateLaunchConfiguration', (client) => client.send(command)));
    },
    async deleteLaunchConfiguration(LaunchConfigurationName) {
      const command = new DeleteLaunchConfigurationCommand({ LaunchConfigurationName });
      return changed(null, await scaling('DeleteLaunchConfiguration', (client) => client.send(command)));
    },
    async updateGroup(AutoScalingGroupName, source) {
      const command = new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, ...source });
      return changed(null, await scaling('UpdateAutoScalingGroup', (client) => client.send(command)));
    },
    async startInstanceRefresh({ groupName, desired, preferences }) {
      const command = new StartInstanceRefreshCommand({
        AutoScalingGroupName: groupName,
        Strategy: 'Rolling',
        ...(desired === null ? {} : { DesiredConfiguration: desired as DesiredConfiguration }),
        Preferences: preferences,
      });
      const answer = await scaling('StartInstanceRefresh', (client) => client.send(command));
      return changed({ refreshId: answer.InstanceRefreshId ?? '' }, answer);
    },
    async cancelInstanceRefresh(AutoScalingGroupName) {
      const command = new CancelInstanceRefreshCommand({ AutoScalingGroupName });
      return changed(null, await scaling('CancelInstanceRefresh', (client) => client.send(command)));
    },
    async rollbackInstanceRefresh(AutoScalingGroupName) {
      const command = new RollbackInstanceRefreshCommand({ AutoScalingGroupName });
      return changed(null, await scaling('RollbackInstanceRefresh', (client) => client.send(command)));
    },
  };
}

/** EC2 makes a template that it could not launch from, and only says so beside it. */
const saying = (warning: ValidationWarning | undefined): string | null =>
  (warning?.Errors ?? []).map(({ Code, Message }) => `${Code}: ${Message}`).join(' ') || null;
