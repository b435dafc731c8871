import type { ModifyInstanceAttributeRequest, TagSpecification } from '@aws-sdk/client-ec2';
import { own } from '../../state/iam.ts';
import type { CallContext, Requirement, Requirements } from '../service.ts';
import { arnOf, launchRequirements, passing } from './launch-requirements.ts';
import { checkedMetadataOptions } from './metadata-options.ts';
import { placeOf } from './place.ts';
import type { NamedProfile } from './profile.ts';
import { attempt, ec2Arn, metadataConditions, need, onInstance, onResource, requestTags, taggingOnCreate } from './requirement-parts.ts';
import { type NamedTemplate, templateNamed } from './template-find.ts';
import type { Ec2 } from './types.ts';

/** What each operation needs. Source: service authorization reference, Amazon EC2; PassRole by D-65, tagging on creation by D-23. */
export const requirements: Requirements<Ec2> = {
  DescribeRegions: (_input, context) => [need(context, 'DescribeRegions', '*')],
  DescribeImages: (_input, context) => [need(context, 'DescribeImages', '*')],
  DescribeSubnets: (_input, context) => [need(context, 'DescribeSubnets', '*')],
  DescribeSecurityGroups: (_input, context) => [need(context, 'DescribeSecurityGroups', '*')],

  DescribeInstances: (_input, context) => [need(context, 'DescribeInstances', '*')],
  DescribeInstanceStatus: (_input, context) => [need(context, 'DescribeInstanceStatus', '*')],
  RunInstances: launchRequirements,
  StartInstances: ({ InstanceIds }, context) => onEach(context, 'StartInstances', InstanceIds),
  StopInstances: ({ InstanceIds }, context) => onEach(context, 'StopInstances', InstanceIds),
  RebootInstances: ({ InstanceIds }, context) => onEach(context, 'RebootInstances', InstanceIds),
  TerminateInstances: ({ InstanceIds }, context) => onEach(context, 'TerminateInstances', InstanceIds),

  DescribeInstanceAttribute: ({ InstanceId, Attribute }, context) => [
    onInstance(context, 'DescribeInstanceAttribute', InstanceId, Attribute ? { 'ec2:Attribute': Attribute } : {}),
  ],
  ModifyInstanceAttribute: (input, context) => [
    onInstance(context, 'ModifyInstanceAttribute', input.InstanceId, { 'ec2:Attribute': attributesOf(input) }),
  ],
  ModifyInstanceMetadataOptions: ({ InstanceId, ...asked }, context) => [
    onInstance(
      context,
      'ModifyInstanceMetadataOptions',
      InstanceId,
      metadataConditions(attempt(() => checkedMetadataOptions(asked)) ?? {}),
    ),
  ],
  ModifyInstanceMetadataDefaults: (_input, context) => [need(context, 'ModifyInstanceMetadataDefaults', '*')],
  GetInstanceMetadataDefaults: (_input, context) => [need(context, 'GetInstanceMetadataDefaults', '*')],

  AssociateIamInstanceProfile: ({ InstanceId, IamInstanceProfile }, context) =>
    newProfile(context, 'AssociateIamInstanceProfile', InstanceId, IamInstanceProfile),
  ReplaceIamInstanceProfileAssociation: ({ AssociationId, IamInstanceProfile }, context) =>
    newProfile(context, 'ReplaceIamInstanceProfileAssociation', instanceOf(context, AssociationId), IamInstanceProfile),
  DisassociateIamInstanceProfile: ({ AssociationId }, context) => [
    onInstance(context, 'DisassociateIamInstanceProfile', instanceOf(context, AssociationId)),
  ],
  DescribeIamInstanceProfileAssociations: (_input, context) => [need(context, 'DescribeIamInstanceProfileAssociations', '*')],

  CreateLaunchTemplate: ({ TagSpecifications }, context) => {
    const tags = tagsOf(TagSpecifications, 'launch-template');
    return [
      need(context, 'CreateLaunchTemplate', 'launch-template/*', requestTags(tags)),
      ...taggingOnCreate(context, 'CreateLaunchTemplate', 'launch-template', tags),
    ];
  },
  CreateLaunchTemplateVersion: (input, context) => [onTemplate(context, 'CreateLaunchTemplateVersion', input)],
  ModifyLaunchTemplate: (input, context) => [onTemplate(context, 'ModifyLaunchTemplate', input)],
  DeleteLaunchTemplate: (input, context) => [onTemplate(context, 'DeleteLaunchTemplate', input)],
  DeleteLaunchTemplateVersions: (input, context) => [onTemplate(context, 'DeleteLaunchTemplateVersions', input)],
  DescribeLaunchTemplates: (_input, context) => [need(context, 'DescribeLaunchTemplates', '*')],
  DescribeLaunchTemplateVersions: (_input, context) => [need(context, 'DescribeLaunchTemplateVersions', '*')],

  CreateTags: ({ Resources, Tags }, context) => (Resources ?? []).map((id) => onResource(context, 'CreateTags', id, requestTags(Tags))),
  DeleteTags: ({ Resources, Tags }, context) => (Resources ?? []).map((id) => onResource(context, 'DeleteTags', id, requestTags(Tags))),
  DescribeTags: (_input, context) => [need(context, 'DescribeTags', '*')],
};

const onEach = (context: CallContext, action: string, ids: readonly string[] | undefined): Requirement[] =>
  (ids ?? []).map((id) => onInstance(context, action, id));

/** Of a profile that comes onto an instance; the role in it is passed. */
function newProfile(
  context: CallContext,
  action: string,
  instanceId: string | undefined,
  profile: NamedProfile | undefined,
): Requirement[] {
  const arn = arnOf(context, profile);
  return [
    onInstance(context, action, instanceId, arn === null ? {} : { 'ec2:NewInstanceProfile': arn }),
    ...passing(context, profile, ec2Arn(context, `instance/${instanceId}`)),
  ];
}

/** The instance of an association; `*` where there is none, which the call itself says. */
const instanceOf = (context: CallContext, associationId: string | undefined): string =>
  own(placeOf(context).ec2.associations, associationId ?? '')?.instanceId ?? '*';

function onTemplate(context: CallContext, action: string, { LaunchTemplateId, LaunchTemplateName }: NamedTemplate): Requirement {
  const named = LaunchTemplateName === undefined ? null : templateNamed(placeOf(context).ec2, LaunchTemplateName);
  const id = LaunchTemplateId ?? named?.launchTemplateId;
  return id === undefined ? need(context, action, 'launch-template/*') : onTemplateId(context, action, id);
}

const onTemplateId = (context: CallContext, action: string, id: string): Requirement =>
  own(placeOf(context).ec2.launchTemplates, id) ? onResource(context, action, id) : need(context, action, `launch-template/${id}`);

const tagsOf = (specifications: readonly TagSpecification[] | undefined, type: string) =>
  (specifications ?? []).filter(({ ResourceType }) => ResourceType === type).flatMap(({ Tags }) => Tags ?? []);

function attributesOf({
  InstanceId: _id,
  DryRun: _dryRun,
  Attribute,
  Value: _value,
  ...members
}: ModifyInstanceAttributeRequest): string[] {
  const named = Object.entries(members).filter(([, value]) => value !== undefined);
  return [...(Attribute ? [Attribute] : []), ...named.map(([member]) => `${member.charAt(0).toLowerCase()}${member.slice(1)}`)];
}
