import {
  CreateSecretCommand,
  DeleteSecretCommand,
  PutSecretValueCommand,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { DeleteParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { call } from './answer.ts';
import { changed, tagList } from './changed.ts';
import type { ServiceClients } from './clients.ts';
import type { AwsChange } from './port.ts';

/** The shortest recovery window that Secrets Manager has. */
const recoveryDays = 7;

/** The calls that make and delete secrets and parameters. A value is revealed here and goes nowhere but to AWS. */
export function changeStored({
  secretsManager,
  ssm,
}: ServiceClients): Pick<AwsChange, 'store' | 'putStored' | 'makeCurrent' | 'deleteStored'> {
  return {
    async store({ store, name, content, description, tags, token }) {
      const common = { Name: name, Description: description, Tags: tagList(tags) };
      if (store === 'ssm') {
        const command = new PutParameterCommand({ ...common, Type: 'SecureString', Value: content.reveal(), Overwrite: false });
        const answer = await call('ssm', 'PutParameter', () => ssm().send(command));
        return changed({ arn: null, version: String(answer.Version ?? '') }, answer);
      }
      const command = new CreateSecretCommand({ ...common, SecretString: content.reveal(), ClientRequestToken: token });
      const answer = await call('secretsmanager', 'CreateSecret', () => secretsManager().send(command));
      return changed({ arn: answer.ARN ?? null, version: answer.VersionId ?? '' }, answer);
    },
    async putStored(SecretId, content, ClientRequestToken) {
      const command = new PutSecretValueCommand({ SecretId, SecretString: content.reveal(), ClientRequestToken });
      return changed(null, await call('secretsmanager', 'PutSecretValue', () => secretsManager().send(command)));
    },
    async makeCurrent(SecretId, MoveToVersionId, RemoveFromVersionId) {
      const input = { SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId, RemoveFromVersionId };
      const command = new UpdateSecretVersionStageCommand(input);
      return changed(null, await call('secretsmanager', 'UpdateSecretVersionStage', () => secretsManager().send(command)));
    },
    async deleteStored(store, name, forced) {
      if (store === 'ssm') {
        return changed(null, await call('ssm', 'DeleteParameter', () => ssm().send(new DeleteParameterCommand({ Name: name }))));
      }
      const window = forced ? { ForceDeleteWithoutRecovery: true } : { RecoveryWindowInDays: recoveryDays };
      const command = new DeleteSecretCommand({ SecretId: name, ...window });
      return changed(null, await call('secretsmanager', 'DeleteSecret', () => secretsManager().send(command)));
    },
  };
}
