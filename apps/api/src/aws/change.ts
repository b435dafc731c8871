import { DeregisterTaskDefinitionCommand, RegisterTaskDefinitionCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DeleteUserPolicyCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { call } from './answer.ts';
import { changeGroup } from './change-group.ts';
import { changeInstance } from './change-instance.ts';
import { changeStored } from './change-stored.ts';
import { changed, tagList } from './changed.ts';
import type { ServiceClients } from './clients.ts';
import type { AwsChange } from './port.ts';
import { keepRawJson } from './raw-json.ts';
import type { RawDocument } from './readings.ts';
import { sendRawJson } from './send-raw-json.ts';

/** The calls that change AWS, each sent once: a lost answer is found by reading, never by sending again (D-22). Only executors use them. */
export function awsChange(clients: ServiceClients): AwsChange {
  const iam = <T>(operation: string, send: (client: ReturnType<ServiceClients['iam']>) => Promise<T>) =>
    call('iam', operation, () => send(clients.iam()));
  const ecs = <T>(operation: string, send: (client: ReturnType<ServiceClients['ecs']>) => Promise<T>) =>
    call('ecs', operation, () => send(clients.ecs()));
  return {
    ...changeStored(clients),
    ...changeInstance(clients),
    ...changeGroup(clients),
    async createRole({ name, path, trust, description, boundaryArn, tags }) {
      const command = new CreateRoleCommand({
        RoleName: name,
        Path: path,
        AssumeRolePolicyDocument: JSON.stringify(trust),
        Description: description,
        Tags: tagList(tags),
        ...(boundaryArn === null ? {} : { PermissionsBoundary: boundaryArn }),
      });
      const answer = await iam('CreateRole', (client) => client.send(command));
      return changed({ arn: answer.Role?.Arn ?? '' }, answer);
    },
    deleteRole: async (RoleName) => changed(null, await iam('DeleteRole', (client) => client.send(new DeleteRoleCommand({ RoleName })))),
    async createManagedPolicy({ name, path, document, description, tags }) {
      const input = {
        PolicyName: name,
        Path: path,
        PolicyDocument: JSON.stringify(document),
        Description: description,
        Tags: tagList(tags),
      };
      const answer = await iam('CreatePolicy', (client) => client.send(new CreatePolicyCommand(input)));
      return changed({ arn: answer.Policy?.Arn ?? '' }, answer);
    },
    deleteManagedPolicy: async (PolicyArn) =>
      changed(null, await iam('DeletePolicy', (client) => client.send(new DeletePolicyCommand({ PolicyArn })))),
    attachRolePolicy: async (RoleName, PolicyArn) =>
      changed(null, await iam('AttachRolePolicy', (client) => client.send(new AttachRolePolicyCommand({ RoleName, PolicyArn })))),
    detachRolePolicy: async (RoleName, PolicyArn) =>
      changed(null, await iam('DetachRolePolicy', (client) => client.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })))),
    attachUserPolicy: async (UserName, PolicyArn) =>
      changed(null, await iam('AttachUserPolicy', (client) => client.send(new AttachUserPolicyCommand({ UserName, PolicyArn })))),
    detachUserPolicy: async (UserName, PolicyArn) =>
      changed(null, await iam('DetachUserPolicy', (client) => client.send(new DetachUserPolicyCommand({ UserName, PolicyArn })))),
    async putRolePolicy(RoleName, PolicyName, document) {
      const command = new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: textOf(document) });
      return changed(null, await iam('PutRolePolicy', (client) => client.send(command)));
    },
    deleteRolePolicy: async (RoleName, PolicyName) =>
      changed(null, await iam('DeleteRolePolicy', (client) => client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })))),
    async putUserPolicy(UserName, PolicyName, document) {
      const command = new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument: textOf(document) });
      return changed(null, await iam('PutUserPolicy', (client) => client.send(command)));
    },
    deleteUserPolicy: async (UserName, PolicyName) =>
      changed(null, await iam('DeleteUserPolicy', (client) => client.send(new DeleteUserPolicyCommand({ UserName, PolicyName })))),
    async updateAssumeRolePolicy(RoleName, PolicyDocument) {
      const command = new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument });
      return changed(null, await iam('UpdateAssumeRolePolicy', (client) => client.send(command)));
    },
    async registerTaskDefinition(body) {
      const command = new RegisterTaskDefinitionCommand({ family: String(body.family), containerDefinitions: [] });
      sendRawJson(command, body);
      const raw = keepRawJson(command);
      const answer = await ecs('RegisterTaskDefinition', (client) => client.send(command));
      const registered = raw().taskDefinition as RawDocument;
      return changed({ arn: String(registered.taskDefinitionArn), raw: registered }, answer);
    },
    deregisterTaskDefinition: async (taskDefinition) =>
      changed(
        null,
        await ecs('DeregisterTaskDefinition', (client) => client.send(new DeregisterTaskDefinitionCommand({ taskDefinition }))),
      ),
    async updateService(input) {
      const answer = await ecs('UpdateService', (client) => client.send(new UpdateServiceCommand(input)));
      const primary = answer.service?.deployments?.find((deployment) => deployment.status === 'PRIMARY');
      return changed({ deploymentId: primary?.id ?? null }, answer);
    },
  };
}

const textOf = (document: unknown): string => (typeof document === 'string' ? document : JSON.stringify(document));
