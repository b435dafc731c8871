import {
  AssociateIamInstanceProfileCommand,
  DisassociateIamInstanceProfileCommand,
  type EC2Client,
  ModifyInstanceAttributeCommand,
  ModifyInstanceMetadataOptionsCommand,
  ReplaceIamInstanceProfileAssociationCommand,
  StartInstancesCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  DeleteInstanceProfileCommand,
  type IAMClient,
  RemoveRoleFromInstanceProfileCommand,
} from '@aws-sdk/client-iam';
import { call } from './answer.ts';
import { changed, tagList } from './changed.ts';
import type { ServiceClients } from './clients.ts';
import type { InstanceChange } from './instance-port.ts';

/** The calls that change instances and instance profiles, each sent once. User data is revealed here and goes nowhere but to AWS. */
export function changeInstance(clients: Pick<ServiceClients, 'ec2' | 'iam'>): InstanceChange {
  const ec2 = <T>(operation: string, send: (client: EC2Client) => Promise<T>) => call('ec2', operation, () => send(clients.ec2()));
  const iam = <T>(operation: string, send: (client: IAMClient) => Promise<T>) => call('iam', operation, () => send(clients.iam()));
  return {
    async createInstanceProfile({ name: InstanceProfileName, path: Path, tags }) {
      const command = new CreateInstanceProfileCommand({ InstanceProfileName, Path, Tags: tagList(tags) });
      const answer = await iam('CreateInstanceProfile', (client) => client.send(command));
      return changed({ arn: answer.InstanceProfile?.Arn ?? '' }, answer);
    },
    async deleteInstanceProfile(InstanceProfileName) {
      const command = new DeleteInstanceProfileCommand({ InstanceProfileName });
      return changed(null, await iam('DeleteInstanceProfile', (client) => client.send(command)));
    },
    async addRoleToInstanceProfile(InstanceProfileName, RoleName) {
      const command = new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName });
      return changed(null, await iam('AddRoleToInstanceProfile', (client) => client.send(command)));
    },
    async removeRoleFromInstanceProfile(InstanceProfileName, RoleName) {
      const command = new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName, RoleName });
      return changed(null, await iam('RemoveRoleFromInstanceProfile', (client) => client.send(command)));
    },
    async associateInstanceProfile(InstanceId, Arn) {
      const command = new AssociateIamInstanceProfileCommand({ InstanceId, IamInstanceProfile: { Arn } });
      const answer = await ec2('AssociateIamInstanceProfile', (client) => client.send(command));
      return changed({ associationId: answer.IamInstanceProfileAssociation?.AssociationId ?? '' }, answer);
    },
    async replaceInstanceProfile(AssociationId, Arn) {
      const command = new ReplaceIamInstanceProfileAssociationCommand({ AssociationId, IamInstanceProfile: { Arn } });
      const answer = await ec2('ReplaceIamInstanceProfileAssociation', (client) => client.send(command));
      return changed({ associationId: answer.IamInstanceProfileAssociation?.AssociationId ?? '' }, answer);
    },
    async disassociateInstanceProfile(AssociationId) {
      const command = new DisassociateIamInstanceProfileCommand({ AssociationId });
      return changed(null, await ec2('DisassociateIamInstanceProfile', (client) => client.send(command)));
    },
    async modifyMetadataOptions(InstanceId, { httpTokens, hopLimit }) {
      const input = { InstanceId, HttpTokens: httpTokens, HttpPutResponseHopLimit: hopLimit };
      const command = new ModifyInstanceMetadataOptionsCommand(input);
      return changed(null, await ec2('ModifyInstanceMetadataOptions', (client) => client.send(command)));
    },
    async stopInstance(id) {
      const command = new StopInstancesCommand({ InstanceIds: [id] });
      return changed(null, await ec2('StopInstances', (client) => client.send(command)));
    },
    async startInstance(id) {
      const command = new StartInstancesCommand({ InstanceIds: [id] });
      return changed(null, await ec2('StartInstances', (client) => client.send(command)));
    },
    async writeUserData(InstanceId, bytes) {
      const command = new ModifyInstanceAttributeCommand({ InstanceId, UserData: { Value: bytes.reveal() } });
      return changed(null, await ec2('ModifyInstanceAttribute', (client) => client.send(command)));
    },
  };
}
