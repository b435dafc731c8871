import type { PlannedStep, StepOf } from '../plan/planned-step.ts';
import { iamResources } from './cloudformation-iam.ts';
import { taskDefinitionProperties } from './cloudformation-task-definition.ts';
import { cloudFormationValue, parameterName } from './cloudformation-value.ts';
import { type ExportPlace, piecesOf } from './place.ts';
import { accountNames, type ExportSource, type MigrationKind, newRevisionOf, stepsOf } from './source.ts';

/** Whose stack, and the logical id of what it owns: the service or its task definition. */
export interface Owner {
  stackName: string;
  logicalId: string;
}

/** A template in JSON. Holds names and policy documents, and no value that was masked. */
export type CloudFormationTemplate = Record<string, unknown>;

/**
 * The steps of a plan as a change of the template that owns the service (D-37): changed beside the stack, its next update would take the move
 * back. `Resources` are to be added; `Metadata` says what is changed in what is there. Null when the plan has no new revision.
 */
export function cloudFormationPatch(source: ExportSource, owner: Owner): CloudFormationTemplate | null {
  const [register] = stepsOf(source.steps, 'register-task-definition');
  if (register === undefined) return null;
  const value = (document: unknown) => cloudFormationValue(document, source.place, accountNames(source));
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `Moves ${source.workload} from static access keys to a task role. Add Resources to the template that owns it and make the changes under Metadata.`,
    Metadata: {
      Rolewright: {
        Stack: owner.stackName,
        OwnedResource: owner.logicalId,
        TaskDefinition: {
          Family: register.family,
          Set: { TaskRoleArn: value(taskRoleOf(source, register)) },
          RemoveEnvironment: register.removed.map(({ container, variable }) => ({ Container: container, Name: variable })),
        },
        ByHand: source.steps.filter(({ kind }) => kind === 'attach-managed-policy').flatMap((step) => handWork(step, source)),
      },
    },
    ...parameters(source, false),
    Resources: value(iamResources(source.steps, roleId(source))),
  };
}

/**
 * The steps of a plan as a stack of its own: role, policies and the new revision, whole, with a parameter for each masked value. A stack
 * cannot take over a running service while it makes something else, so that `Metadata` says how the service is pointed at the output.
 */
export function cloudFormationTemplate(source: ExportSource): CloudFormationTemplate {
  const value = (document: unknown) => cloudFormationValue(document, source.place, accountNames(source));
  const [register] = stepsOf(source.steps, 'register-task-definition');
  const revision = newRevisionOf(source);
  const made =
    revision && register && taskDefinitionProperties({ ...revision.body, taskRoleArn: taskRoleOf(source, register) }, revision.tags);
  const left = made?.left.map((member) => `Not carried over, because AWS::ECS::TaskDefinition has no property for it: ${member}`) ?? [];
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `Moves ${source.workload} from static access keys to roles. Create the stack with CAPABILITY_NAMED_IAM.`,
    Metadata: {
      Rolewright: {
        ByHand: [
          ...source.blockers.map((sentence) => `The console does not start this plan. Not so when it was made: ${sentence}`),
          ...left,
          ...source.steps.flatMap((step) => handWork(step, source)),
        ],
      },
    },
    ...parameters(source, true),
    Resources: {
      ...(value(iamResources(source.steps, roleId(source))) as object),
      ...(made
        ? {
            // Other things than this stack may run older revisions: they are not deregistered with it.
            TaskDefinition: {
              Type: 'AWS::ECS::TaskDefinition',
              DeletionPolicy: 'Retain',
              UpdateReplacePolicy: 'Retain',
              Properties: value(made.properties),
            },
          }
        : {}),
    },
    ...(made ? { Outputs: { TaskDefinitionArn: { Description: 'The new revision', Value: { Ref: 'TaskDefinition' } } } } : {}),
  };
}

type HandWork = { [K in MigrationKind]: (step: StepOf<K>, source: ExportSource) => string[] };

/** What CloudFormation cannot do of each kind of step, as sentences; a kind that is missing here does not compile. */
const handWorkOf = {
  'create-role': () => [],
  'create-managed-policy': () => [],
  'attach-managed-policy': ({ policyArn, roleName }, { steps, place }) =>
    stepsOf(steps, 'create-role').some((role) => role.roleName === roleName)
      ? []
      : [`Attach ${placeless(policyArn, place)} to the role ${roleName} where that role is defined.`],
  'put-role-policy': () => [],
  'register-task-definition': () => [],
  'update-service': ({ clusterArn, serviceName }, { place }) => [
    `Point the service at the output TaskDefinitionArn: aws ecs update-service --cluster ${placeless(clusterArn, place)} --service ${serviceName} --task-definition <TaskDefinitionArn>`,
  ],
  'wait-for-service': () => [],
  verify: () => [],
} satisfies HandWork;

function handWork(step: PlannedStep, source: ExportSource): string[] {
  const say = handWorkOf[step.kind as MigrationKind] as (step: PlannedStep, source: ExportSource) => string[];
  return say(step, source);
}

/** Parameters for other accounts, and for masked values where the whole revision is written. */
function parameters(source: ExportSource, withRevision: boolean): { Parameters?: Record<string, unknown> } {
  const secrets = withRevision ? (newRevisionOf(source)?.inputs ?? []) : [];
  const all = {
    ...Object.fromEntries(
      [...accountNames(source)].map(([accountId, name]) => [
        parameterName(name),
        { Type: 'String', Default: accountId, AllowedPattern: '\\d{12}', Description: 'Another account that the plan names' },
      ]),
    ),
    ...Object.fromEntries(
      secrets.map(({ name, where }) => [
        parameterName(name),
        { Type: 'String', NoEcho: true, Description: `Masked by Rolewright: ${where}` },
      ]),
    ),
  };
  return Object.keys(all).length === 0 ? {} : { Parameters: all };
}

const roleId = ({ workload }: ExportSource): string => `${parameterName(workload)}TaskRole`;

function taskRoleOf(source: ExportSource, register: StepOf<'register-task-definition'>): unknown {
  return stepsOf(source.steps, 'create-role').length > 0 ? { 'Fn::GetAtt': [roleId(source), 'Arn'] } : register.taskRoleArn;
}

/** For sentences, where no function is evaluated: `arn:<partition>:iam::<account>:policy/x`. */
const placeless = (text: string, place: ExportPlace): string =>
  piecesOf(text, place)
    .map((piece) => (typeof piece === 'string' ? piece : `<${piece.variable}>`))
    .join('');
