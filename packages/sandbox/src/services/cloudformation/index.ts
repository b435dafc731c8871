import { type StackState, stacksOf } from '../../state/stacks.ts';
import { AwsFault, type CallContext, type Requirement, type Service } from '../service.ts';

const missing = (what: string): never => {
  throw new AwsFault('ValidationError', `Stack ${what} does not exist`);
};

const find = (context: CallContext, name: string | undefined): StackState | undefined =>
  Object.values(stacksOf(context.account, context.region)).find((stack) => stack.name === name || stack.id === name);

/** The stack that owns a resource, by the physical id that the resource has. */
const ownerOf = (context: CallContext, physicalId: string | undefined): StackState | undefined =>
  Object.values(stacksOf(context.account, context.region)).find((stack) =>
    stack.resources.some((resource) => resource.physicalId === physicalId),
  );

function need(context: CallContext, action: string, stack: string | undefined): Requirement[] {
  const arn = `arn:${context.account.partition}:cloudformation:${context.region}:${context.account.id}:stack/${stack}/*`;
  return [{ action: `cloudformation:${action}`, resource: stack === undefined ? '*' : (find(context, stack)?.id ?? arn) }];
}

const shown = (stack: StackState) => ({
  StackName: stack.name,
  StackId: stack.id,
  Description: stack.description,
  StackStatus: stack.status,
  CreationTime: new Date(stack.createdAt),
  LastUpdatedTime: new Date(stack.updatedAt),
  // NoEcho parameters are shown as asterisks, as on AWS.
  Parameters: stack.parameters.map(({ key, value, noEcho }) => ({ ParameterKey: key, ParameterValue: noEcho ? '****' : value })),
  Tags: stack.tags,
  Capabilities: ['CAPABILITY_IAM' as const],
  Outputs: [],
});

/** AWS CloudFormation, read only: which stack owns a resource, and from which template (D-37). */
export const service: Service<typeof import('@aws-sdk/client-cloudformation')> = {
  signingName: 'cloudformation',
  global: false,
  handlers: {
    DescribeStackResources({ StackName, PhysicalResourceId, LogicalResourceId }, context) {
      if (!StackName && !PhysicalResourceId)
        throw new AwsFault('ValidationError', 'Either StackName or PhysicalResourceId must be specified.');
      if (StackName && PhysicalResourceId)
        throw new AwsFault('ValidationError', 'StackName and PhysicalResourceId cannot both be specified.');
      const stack = StackName ? find(context, StackName) : ownerOf(context, PhysicalResourceId);
      if (!stack) return missing(PhysicalResourceId ? `for ${PhysicalResourceId}` : `with id ${StackName}`);
      const resources = stack.resources.filter(({ logicalId }) => LogicalResourceId === undefined || logicalId === LogicalResourceId);
      return {
        StackResources: resources.slice(0, 100).map(({ logicalId, physicalId, type }) => ({
          StackName: stack.name,
          StackId: stack.id,
          LogicalResourceId: logicalId,
          PhysicalResourceId: physicalId,
          ResourceType: type,
          Timestamp: new Date(stack.updatedAt),
          ResourceStatus: 'CREATE_COMPLETE' as const,
        })),
      };
    },

    DescribeStacks({ StackName }, context) {
      if (StackName === undefined) return { Stacks: Object.values(stacksOf(context.account, context.region)).map(shown) };
      const stack = find(context, StackName) ?? missing(`with id ${StackName}`);
      return { Stacks: [shown(stack)] };
    },

    GetTemplate({ StackName }, context) {
      const stack = find(context, StackName) ?? missing(`with id ${StackName}`);
      return { TemplateBody: stack.template, StagesAvailable: ['Original', 'Processed'] };
    },
  },
  requirements: {
    DescribeStackResources: ({ StackName, PhysicalResourceId }, context) =>
      need(context, 'DescribeStackResources', StackName ?? ownerOf(context, PhysicalResourceId)?.name),
    DescribeStacks: ({ StackName }, context) => need(context, 'DescribeStacks', StackName),
    GetTemplate: ({ StackName }, context) => need(context, 'GetTemplate', StackName),
  },
  limits: {
    DescribeStackResources: 'Stacks come with the estate; nothing here creates or updates one.',
    DescribeStacks: 'All in one page.',
    GetTemplate: 'The template as it was written; both stages are the same.',
  },
};
