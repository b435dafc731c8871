import type { StepOf } from '../planned-step.ts';
import { call, type StepDescription } from './description.ts';

/** CreateSecret or PutParameter: what the application needs to walk the chain, stored where only its readers read it (A8, D-11). */
export function describeStoreConfig(step: StepOf<'store-config'>): StepDescription {
  const { store, name, description, region } = step;
  const Tags = Object.entries(step.tags).map(([Key, Value]) => ({ Key, Value }));
  const isSecret = store === 'secrets-manager';
  const what = isSecret ? 'secret' : 'parameter';
  const hidden = '(the AWS config file)';
  return {
    title: `Store the AWS config in the ${what} ${name}`,
    because: `The application needs Region, role and external id. External ids are put in when AWS is called: here, in the journal and in every answer stand their fingerprints. Anybody who may read the trust policy sees them too (D-48); the ${what} keeps them out of the task definition.`,
    calls: [
      isSecret
        ? call('secretsmanager', 'CreateSecret', { Name: name, Description: description, SecretString: hidden, Tags })
        : call('ssm', 'PutParameter', {
            Name: name,
            Description: description,
            Type: 'SecureString',
            Value: hidden,
            Overwrite: false,
            Tags,
          }),
    ],
    byHand: {
      console: isSecret
        ? [`Secrets Manager → Store a new secret → Other type of secret → Plaintext`, 'Paste the AWS config file', `Name it ${name}`]
        : ['Systems Manager → Parameter Store → Create parameter', `Name ${name}, type SecureString`, 'Paste the AWS config file'],
      cli: isSecret
        ? [`aws secretsmanager create-secret --region ${region} --name ${name} --secret-string file://aws-config`]
        : [`aws ssm put-parameter --region ${region} --name ${name} --type SecureString --value file://aws-config`],
    },
    undo: isSecret
      ? `Delete the secret ${name} without a recovery window, so that its name is free again; with seven days of recovery where somebody has put another value since`
      : `Delete the parameter ${name}; Systems Manager keeps nothing back`,
    reversible: true,
  };
}
