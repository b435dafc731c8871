import type { LaunchTemplate } from '@aws-sdk/client-ec2';
import type { Ec2Place, StoredLaunchTemplate } from '../../state/ec2.ts';
import { AwsFault, type CallContext, type Handlers } from '../service.ts';
import { filtered } from './filters.ts';
import { newEc2Id } from './ids.ts';
import { listingPage } from './listing.ts';
import { onceFor } from './once.ts';
import { placeOf } from './place.ts';
import { shownTags, specifiedTags } from './tags.ts';
import { templateData } from './template-data.ts';
import { requireTemplate, requireVersion, templateNamed, versionNumber } from './template-find.ts';
import type { Ec2 } from './types.ts';

export const launchTemplateHandlers: Handlers<Ec2> = {
  CreateLaunchTemplate(input, context) {
    const place = placeOf(context);
    const id = onceFor(place.ec2, 'CreateLaunchTemplate', input, () => {
      const name = checkedName(place, input.LaunchTemplateName);
      const data = templateData(input.LaunchTemplateData ?? {}, null);
      const tags = specifiedTags(input.TagSpecifications, 'launch-template');
      const by = { createTime: context.now.toISOString(), createdBy: context.principal.arn };
      const template: StoredLaunchTemplate = {
        launchTemplateId: newEc2Id(context.world, 'lt'),
        launchTemplateName: name,
        ...by,
        defaultVersionNumber: 1,
        latestVersionNumber: 1,
        tags,
        versions: { 1: { versionNumber: 1, versionDescription: input.VersionDescription ?? null, ...by, data } },
      };
      place.ec2.launchTemplates[template.launchTemplateId] = template;
      return template.launchTemplateId;
    });
    return { LaunchTemplate: shownTemplate(requireTemplate(place.ec2, { LaunchTemplateId: id })) };
  },

  DescribeLaunchTemplates(input, context) {
    const { ec2 } = placeOf(context);
    const ids = input.LaunchTemplateIds ?? [];
    const names = input.LaunchTemplateNames ?? [];
    const named = [
      ...ids.map((LaunchTemplateId) => requireTemplate(ec2, { LaunchTemplateId })),
      ...names.map((LaunchTemplateName) => requireTemplate(ec2, { LaunchTemplateName })),
    ];
    const found = filtered(
      named.length > 0 ? named : Object.values(ec2.launchTemplates),
      input.Filters,
      { 'create-time': ({ createTime }) => [createTime], 'launch-template-name': ({ launchTemplateName }) => [launchTemplateName] },
      ({ tags }) => tags,
    );
    const { page, nextToken } = listingPage(found, ({ launchTemplateId }) => launchTemplateId, { ...input }, { least: 1, most: 200 });
    return { LaunchTemplates: page.map(shownTemplate), ...nextToken };
  },

  /** The default version is all that can be changed (D-72). */
  ModifyLaunchTemplate(input, context) {
    const template = requireTemplate(placeOf(context).ec2, input);
    if (input.DefaultVersion === undefined)
      throw new AwsFault('MissingParameter', 'The request must contain the parameter SetDefaultVersion');
    template.defaultVersionNumber = requireVersion(template, input.DefaultVersion).versionNumber;
    return { LaunchTemplate: shownTemplate(template) };
  },

  DeleteLaunchTemplate(input, context) {
    const { ec2 } = placeOf(context);
    const template = requireTemplate(ec2, input);
    delete ec2.launchTemplates[template.launchTemplateId];
    return { LaunchTemplate: shownTemplate(template) };
  },
};

/** A template as answers have it; its latest version is the highest of those that are left. */
export const shownTemplate = (template: StoredLaunchTemplate): LaunchTemplate => ({
  LaunchTemplateId: template.launchTemplateId,
  LaunchTemplateName: template.launchTemplateName,
  CreateTime: new Date(template.createTime),
  CreatedBy: template.createdBy,
  DefaultVersionNumber: template.defaultVersionNumber,
  LatestVersionNumber: Number(versionNumber(template, '$Latest')),
  Tags: shownTags(template.tags),
});

/** ARN of a launch template. */
export const templateArn = ({ account, region }: Pick<CallContext, 'account' | 'region'>, id: string): string =>
  `arn:${account.partition}:ec2:${region}:${account.id}:launch-template/${id}`;

function checkedName({ ec2 }: Ec2Place, name = ''): string {
  if (!/^[a-zA-Z0-9().\-/_]{3,128}$/.test(name)) {
    throw new AwsFault(
      'InvalidLaunchTemplateName.MalformedException',
      'A launch template name must be between 3 and 128 characters, and may contain letters, numbers, and the following characters: - ( ) . / _.',
    );
  }
  if (templateNamed(ec2, name))
    throw new AwsFault('InvalidLaunchTemplateName.AlreadyExistsException', 'Launch template name already in use.');
  return name;
}
