import type { StepOf } from '../plan/planned-step.ts';
import { type ChainSource, memberOf, withReferences } from './chain-source.ts';
import { parameterName } from './cloudformation-value.ts';
import { stepsOf } from './source.ts';
import { uniqueNames } from './unique-names.ts';

/** What a stack makes of a chain's delivery, and what it cannot, in sentences. */
export interface StackDelivery {
  resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
  byHand: string[];
}

/**
 * The secret with the AWS config and what lets each reader read just that, for the stack of the account in which it lies. A parameter of type
 * SecureString no template makes, and a stack makes nothing in another Region.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ssm-parameter.html
 */
export function stackDelivery({ members, steps, place }: ChainSource): StackDelivery {
  const [store] = stepsOf(steps, 'store-config');
  if (store === undefined) return { resources: {}, byHand: [] };
  const obstacle = obstacleOf(store, place.region);
  const readers = stepsOf(steps, 'put-role-policy').filter((step) => memberOf(members, step) === undefined);
  const made = obstacle === null ? { [secretId]: secretOf(store) } : {};
  const ids = uniqueNames(
    readers.map(({ id, roleName }) => [id, `reader ${roleName}`] as const),
    parameterName,
  );
  return {
    resources: { ...made, ...Object.fromEntries(readers.map((step) => [ids.get(step.id), reader(step, obstacle === null)])) },
    byHand: obstacle === null ? [] : [obstacle],
  };
}

const secretId = 'ConfigSecret';

const secretOf = ({ name, description, content }: StepOf<'store-config'>) => ({
  Type: 'AWS::SecretsManager::Secret',
  Properties: { Name: name, Description: description, SecretString: content },
});

function obstacleOf({ store, name, region }: StepOf<'store-config'>, ofStack: string): string | null {
  if (store === 'ssm')
    return `The parameter ${name} is a SecureString, which CloudFormation does not make: store it with the script of this plan.`;
  if (region === undefined || region === ofStack) return null;
  return `The secret ${name} lies in another Region than this stack: store it with the script of this plan.`;
}

function reader({ roleName, policyName, document, exact }: StepOf<'put-role-policy'>, isMade: boolean) {
  const PolicyDocument = isMade ? withReferences(document, (text) => (text === exact?.instead ? { Ref: secretId } : undefined)) : document;
  return { Type: 'AWS::IAM::RolePolicy', Properties: { RoleName: roleName, PolicyName: policyName, PolicyDocument } };
}
