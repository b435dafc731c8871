import type { ContainerDefinition, KeyValuePair } from '@aws-sdk/client-ecs';
import type { Estate } from './builder.ts';
import type { KeyPair } from './every-member-definition.ts';

/** Variables as a task definition lists them. */
export const variables = (values: Record<string, string>): KeyValuePair[] =>
  Object.entries(values).map(([name, value]) => ({ name, value }));

/** The pair under the names that every SDK reads. */
export const pair = ({ accessKeyId, secretAccessKey }: KeyPair): Record<string, string> => ({
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
});

/** A container of the kind that most services here have: one image, some variables, logs. */
export function container(estate: Estate, name: string, image: string, values: Record<string, string>): ContainerDefinition {
  return {
    name,
    image: `${estate.accountId}.dkr.ecr.${estate.region}.amazonaws.com/${image}`,
    memory: 256,
    essential: true,
    environment: variables({ AWS_REGION: estate.region, ...values }),
    logConfiguration: {
      logDriver: 'awslogs',
      options: { 'awslogs-group': `/ecs/${name}`, 'awslogs-region': estate.region, 'awslogs-stream-prefix': name },
    },
  };
}

/** Every account's role for pulling images and writing logs. */
export const executionRoleOf = (estate: Estate): string => estate.arn('iam', 'role/ecsTaskExecutionRole');
