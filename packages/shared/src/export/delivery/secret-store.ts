import type { Delivery, DeliveryFile } from '../delivery.ts';

type Store = 'secrets-manager' | 'ssm-parameter';

/** Not `…/aws-config`: a name that ends with a hyphen and six characters looks like the end of an ARN. Source: Secrets Manager, CreateSecret. */
const secretName = ({ application }: Delivery): string => `${application.name.replace(/^\//, '')}/config`;

/**
 * The AWS config in AWS's own secret stores: the command that stores the file, the entry of the container, and the one statement of the
 * execution role, which reads the secret for the task (D-11). Every name is a variable or the application's own; the content never stands in an
 * argument. Sources: ECS developer guide, "Pass sensitive data to a container"; Secrets Manager, CreateSecret; Systems Manager, PutParameter.
 */
export function secretStoreFiles(delivery: Delivery, form: Store): DeliveryFile[] {
  const name = secretName(delivery);
  const { service, resource, action, store, valueFrom } = stores[form](name);
  const arn = `arn:\${PARTITION}:${service}:\${AWS_REGION}:\${ACCOUNT_ID}:${resource}`;
  const statement = { Sid: 'ReadAwsConfig', Effect: 'Allow', Action: action, Resource: arn };
  const files: DeliveryFile[] = [
    {
      name: `store-in-${form}.sh`,
      form,
      language: 'shell',
      content: `#!/bin/sh\nset -eu\n${store}\n`,
      note: 'Stores aws-config, or changes it. Run it where the file lies, as someone who may; remove the file afterwards.',
    },
    {
      name: `read-from-${form}.json`,
      form,
      language: 'json',
      content: `${JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, null, 2)}\n`,
      note: 'For the role that reads it: of an ECS task the execution role, never the task role; with variables for envsubst. A key of your own in AWS KMS needs kms:Decrypt as well.',
    },
  ];
  if (delivery.caller.kind !== 'ecs-task') return files;
  const container = {
    environment: [{ name: 'AWS_CONFIG_FILE', value: delivery.application.configFile }],
    secrets: [{ name: 'AWS_CONFIG', valueFrom }],
  };
  return [
    ...files,
    {
      name: `container-${form}.json`,
      form,
      language: 'json',
      content: `${JSON.stringify(container, null, 2)}\n`,
      note: 'Into the container definition, with start.sh before its command; the valueFrom is the ARN that storing it answered.',
    },
  ];
}

const stores = {
  'secrets-manager': (name: string) => ({
    service: 'secretsmanager',
    // Six random characters end the ARN of every secret.
    resource: `secret:${name}-??????`,
    action: 'secretsmanager:GetSecretValue',
    valueFrom: `arn:\${PARTITION}:secretsmanager:\${AWS_REGION}:\${ACCOUNT_ID}:secret:${name}`,
    store: `if arn=$(aws secretsmanager describe-secret --secret-id ${name} --query ARN --output text 2>/dev/null); then
  aws secretsmanager put-secret-value --secret-id "\${arn}" --secret-string file://aws-config --query ARN --output text
else
  aws secretsmanager create-secret --name ${name} --secret-string file://aws-config --query ARN --output text
fi`,
  }),
  'ssm-parameter': (name: string) => ({
    service: 'ssm',
    resource: `parameter/${name}`,
    action: 'ssm:GetParameters',
    valueFrom: `arn:\${PARTITION}:ssm:\${AWS_REGION}:\${ACCOUNT_ID}:parameter/${name}`,
    store: `aws ssm put-parameter --name /${name} --type SecureString --value file://aws-config --overwrite --query Version --output text`,
  }),
} satisfies Record<Store, (name: string) => object>;
