import { type CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { absent, known } from '@rolewright/shared/inventory/reading.ts';
import { call, reading } from './answer.ts';
import { AwsError } from './aws-error.ts';
import type { AwsRead } from './port.ts';

type CloudFormationRead = Pick<AwsRead, 'owningStack'>;

/** Who owns a resource. Tags do not say it of task definitions, so the question is put to CloudFormation itself (D-37). */
export function cloudformationRead(client: () => CloudFormationClient): CloudFormationRead {
  return {
    async owningStack(physicalResourceId) {
      const command = new DescribeStackResourcesCommand({ PhysicalResourceId: physicalResourceId });
      const answer = await readingOfStack(() => call('cloudformation', 'DescribeStackResources', () => client().send(command)));
      if (answer.state !== 'known') return answer;
      const resource = answer.value.StackResources?.find((one) => one.PhysicalResourceId === physicalResourceId);
      if (resource?.StackName === undefined) return absent;
      return known({ stackName: resource.StackName, logicalId: resource.LogicalResourceId ?? '' });
    },
  };
}

/** CloudFormation says "no such stack" with ValidationError. */
function readingOfStack<T>(read: () => Promise<T>) {
  return reading(async () => {
    try {
      return await read();
    } catch (error) {
      const isNone = error instanceof AwsError && error.code === 'ValidationError' && /does not exist|not found/i.test(error.message);
      throw isNone ? new AwsError('not-found', error.code, error.message, error.call, error.requestId) : error;
    }
  });
}
