import type { StepOf } from '../planned-step.ts';
import { call, type StepDescription } from './description.ts';

/** PutSecretValue: the application's AWS config with the new external id, beside which the old one is accepted still (A6). */
export function describeRenewConfig({ name, region }: StepOf<'renew-config'>): StepDescription {
  return {
    title: `Store a new version of the secret ${name}`,
    because:
      'By now the role accepts both external ids, so that nothing breaks whichever the application has. Tasks that start from here on get the new one; those that run keep the old until they are replaced.',
    calls: [call('secretsmanager', 'PutSecretValue', { SecretId: name, SecretString: '(the AWS config file)' })],
    byHand: {
      console: [`Secrets Manager → ${name} → Retrieve secret value → Edit`, 'Put the new external id in the place of the old one'],
      cli: [`aws secretsmanager put-secret-value --region ${region} --secret-id ${name} --secret-string file://aws-config`],
    },
    undo: `Make the version before the current one of ${name} again`,
    reversible: true,
  };
}
