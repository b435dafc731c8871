import type { Reading } from '../inventory/reading.ts';
import type { ChainRoleOf } from '../plan/chain-snapshot.ts';
import type { PlannedStep, StepOf } from '../plan/planned-step.ts';
import { planTag } from '../plan/planned-step.ts';
import { type ChainMember, type ChainSource, memberNames, memberOf, newExternalIds, trustStepOf, withReferences } from './chain-source.ts';
import { stackDelivery } from './cloudformation-delivery.ts';
import { cloudFormationValue, parameterName } from './cloudformation-value.ts';
import { externalIdsOf, otherAccountsOf } from './place.ts';
import type { ChainKind } from './source.ts';
import { uniqueNames } from './unique-names.ts';

/** One stack of a chain: its members, and of those that are there already what a template must say of them. */
export interface StackSource extends ChainSource {
  /** Members of this stack, all of the account of `place`. */
  own: readonly ChainMember[];
  roles: ReadonlyMap<string, Reading<ChainRoleOf>>;
  /** This stack of how many, from 1. */
  turn: { number: number; of: number };
  /** This stack makes what the chain delivers. */
  delivers: boolean;
}

interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
  [attribute: string]: unknown;
}

interface Stack extends StackSource {
  /** Logical id of each member, and of each step's policy. */
  ids: ReadonlyMap<string, string>;
  policyIds: ReadonlyMap<string, string>;
  /** A role that is there already is taken over first, and only then anything is made. */
  imports: boolean;
}

/**
 * One stack of a chain as a template in JSON. An external id is a NoEcho parameter. A new stack cannot change a role that is there: the
 * template takes it over by a change set of type IMPORT, with `ChainIsOpen` false, and changes it when the stack is updated with true.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resource-import.html
 */
export function cloudFormationStack(source: StackSource): Record<string, unknown> {
  const { members, own, steps, place } = source;
  const mine = steps.filter((step) => own.some((member) => memberOf([member], step)));
  const imports = own.some((member) => trustStepOf(steps, member));
  const ids = memberNames(members, parameterName, isReserved);
  const stack: Stack = { ...source, ids, policyIds: policyIdsOf(members, mine, ids), imports };
  const delivery = source.delivers ? stackDelivery(source) : { resources: {}, byHand: [] };
  const delivered = Object.entries(delivery.resources).map(([id, made]) => [id, whenOpen(stack, made)]);
  const resources = Object.fromEntries([...mine.flatMap((step) => print(step, stack)), ...delivered]);
  const externalIds = [...new Set([...newExternalIds({ steps: mine, place }), ...externalIdsOf(resources, place)])];
  const others = accountParameters(source, resources);
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    // In ASCII: CloudFormation shows other characters as question marks.
    Description: `Lets roles assume each other: ${source.workload.replaceAll(' → ', ' to ')}. Stack ${source.turn.number} of ${source.turn.of}. Create it with CAPABILITY_NAMED_IAM.`,
    Metadata: { Rolewright: { ByHand: [...byHand(stack), ...delivery.byHand] } },
    ...parameters(stack, others, externalIds),
    ...(imports ? { Conditions: { Open: { 'Fn::Equals': [{ Ref: 'ChainIsOpen' }, 'true'] } } } : {}),
    Resources: cloudFormationValue(resources, place, others, externalIds),
  };
}

type Printers = { [K in Exclude<ChainKind, 'verify-chain'>]: (step: StepOf<K>, stack: Stack) => [string, Resource] };

const printers = {
  'create-role': (step, stack) => [
    idOf(step, stack),
    whenOpen(stack, {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: step.roleName,
        Path: step.path,
        Description: step.description,
        AssumeRolePolicyDocument: referring(step.trust, stack),
        ...(step.boundaryArn === null ? {} : { PermissionsBoundary: step.boundaryArn }),
        ...tagsOf(step.tags),
      },
    }),
  ],
  'put-role-policy': (step, stack) => policy('AWS::IAM::RolePolicy', 'RoleName', step, stack),
  'put-user-policy': (step, stack) => policy('AWS::IAM::UserPolicy', 'UserName', step, stack),
  'update-assume-role-policy': (step, stack) => [idOf(step, stack), imported(step, stack)],
} satisfies Printers;

function print(step: PlannedStep, stack: Stack): [string, Resource][] {
  const write = printers[step.kind as keyof Printers] as (step: PlannedStep, stack: Stack) => [string, Resource];
  return [write(step, stack)];
}

function policy(
  type: string,
  of: 'RoleName' | 'UserName',
  step: StepOf<'put-role-policy'> | StepOf<'put-user-policy'>,
  stack: Stack,
): [string, Resource] {
  const member = memberOf(stack.members, step);
  const holder = member?.create ? { Ref: idOf(step, stack) } : member?.name;
  const Properties = { [of]: holder, PolicyName: step.policyName, PolicyDocument: referring(step.document, stack) };
  return [stack.policyIds.get(step.id) ?? '', whenOpen(stack, { Type: type, Properties })];
}

/** The role as it is, and with the statement once the chain is open; never deleted with the stack, which has not made it. */
function imported(step: StepOf<'update-assume-role-policy'>, stack: Stack): Resource {
  const member = memberOf(stack.members, step);
  const role = stack.roles.get(member?.arn ?? '');
  const read = role?.state === 'known' ? role.value : null;
  return {
    Type: 'AWS::IAM::Role',
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      RoleName: step.roleName,
      ...(read ? { Path: read.path, MaxSessionDuration: read.maxSessionDuration } : {}),
      ...(read?.boundary?.arn ? { PermissionsBoundary: read.boundary.arn } : {}),
      AssumeRolePolicyDocument: { 'Fn::If': ['Open', referring(step.after, stack), step.before] },
    },
  };
}

/** Nothing can be made while a role is imported. */
const whenOpen = ({ imports }: Stack, resource: Resource): Resource => (imports ? { ...resource, Condition: 'Open' } : resource);

/** The ARN of a role that this stack makes is asked of it, so that it is made first. */
const referring = (document: unknown, { own, ids }: Stack): unknown =>
  withReferences(document, (text) => {
    const made = own.find(({ arn, create }) => create && arn === text);
    return made && { 'Fn::GetAtt': [ids.get(made.arn), 'Arn'] };
  });

const idOf = (step: PlannedStep, { members, ids }: Stack): string => ids.get(memberOf(members, step)?.arn ?? '') ?? '';

/** Names that a template of a chain gives to what is no member. */
const isReserved = (id: string): boolean =>
  /^(ChainIsOpen|Open|ConfigSecret|Reader.*|ExternalId\d+|OtherAccount\d+|AccountOf.*)$/i.test(id);

function policyIdsOf(
  members: readonly ChainMember[],
  steps: readonly PlannedStep[],
  ids: ReadonlyMap<string, string>,
): Map<string, string> {
  const policies = steps.flatMap((step) =>
    'policyName' in step ? [[step.id, `${ids.get(memberOf(members, step)?.arn ?? '')}-${step.policyName}-Policy`] as const] : [],
  );
  const own = new Set([...ids.values()].map((id) => id.toLowerCase()));
  return uniqueNames(policies, parameterName, (id) => isReserved(id) || own.has(id.toLowerCase()));
}

function tagsOf(tags: Record<string, string>): { Tags?: object[] } {
  const own = Object.entries(tags).filter(([key]) => key !== planTag);
  return own.length === 0 ? {} : { Tags: own.map(([Key, Value]) => ({ Key, Value })) };
}

/** Other accounts that the stack names → the parameter of each: after the member that is there, or by number. */
function accountParameters({ members, place }: StackSource, resources: object): Map<string, string> {
  const named = otherAccountsOf(resources, place).map((accountId, index) => {
    const member = members.find(({ awsAccountId }) => awsAccountId === accountId);
    return [accountId, member ? `account of ${member.name}` : `OtherAccount${index + 1}`] as const;
  });
  return uniqueNames(named, parameterName);
}

function parameters({ imports, members, own, steps, place }: Stack, others: ReadonlyMap<string, string>, externalIds: readonly string[]) {
  const asked = newExternalIds({ steps, place });
  const there = own.filter((member) => trustStepOf(steps, member)).map(({ name }) => name);
  const all = {
    ...(imports
      ? {
          ChainIsOpen: {
            Type: 'String',
            AllowedValues: ['false', 'true'],
            Default: 'false',
            Description: `false while ${there.join(' and ')} is imported, true when the stack is updated: the chain works then`,
          },
        }
      : {}),
    ...Object.fromEntries(
      [...others].map(([accountId, name]) => {
        const living = members.filter(({ awsAccountId }) => awsAccountId === accountId).map((member) => member.name);
        const Description = living.length === 0 ? 'Another account that the chain names' : `The account of ${living.join(' and ')}`;
        return [name, { Type: 'String', Default: accountId, AllowedPattern: '\\d{12}', Description }];
      }),
    ),
    ...Object.fromEntries(
      externalIds.map((masked, index) => [
        `ExternalId${index + 1}`,
        {
          Type: 'String',
          NoEcho: true,
          AllowedPattern: '[\\w+=,.@:/-]{2,1224}',
          Description: asked.includes(masked)
            ? 'The external id that the application is given: 32 letters and digits'
            : 'The external id that the trust policy asks for already, as it stands in IAM',
        },
      ]),
    ),
  };
  return Object.keys(all).length === 0 ? {} : { Parameters: all };
}

function byHand({ imports, own, steps, ids, turn, applied, blockers }: Stack): string[] {
  const there = own.filter((member) => trustStepOf(steps, member));
  const toImport = there.map(({ arn, name }) => ({
    ResourceType: 'AWS::IAM::Role',
    LogicalResourceId: ids.get(arn),
    ResourceIdentifier: { RoleName: name },
  }));
  return [
    ...blockers.map((sentence) => `The console does not start this plan. Not so when it was made: ${sentence}`),
    ...(applied
      ? [
          'The plan has been applied: what this stack makes is there already, so that it is for a place where the chain is not, or to be imported.',
        ]
      : []),
    ...(turn.of > 1
      ? [
          `This is stack ${turn.number} of ${turn.of}; they are created in this order, because a trust policy may name only a role that is there.`,
        ]
      : []),
    ...(imports
      ? [
          `${there.map(({ name }) => name).join(' and ')} is there already, and a new stack cannot change it. Import it first: aws cloudformation create-change-set --change-set-type IMPORT --capabilities CAPABILITY_NAMED_IAM --stack-name <name> --change-set-name import --template-body file://<this file> --parameters <ChainIsOpen=false and the others> --resources-to-import '${JSON.stringify(toImport)}'. Execute the change set, then update the stack with ChainIsOpen=true.`,
          'Where a stack owns the role already it cannot be imported: add the statement to the template of that stack.',
        ]
      : []),
  ];
}
