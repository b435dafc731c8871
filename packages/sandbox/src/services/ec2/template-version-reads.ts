import type { DescribeLaunchTemplateVersionsRequest } from '@aws-sdk/client-ec2';
import type { Ec2State, StoredLaunchTemplate, StoredTemplateVersion } from '../../state/ec2.ts';
import { AwsFault, type Handlers } from '../service.ts';
import { type Filterable, filtered } from './filters.ts';
import { listingPage } from './listing.ts';
import { placeOf } from './place.ts';
import { requireTemplate, requireVersion } from './template-find.ts';
import { shownVersion } from './template-versions.ts';
import type { Ec2 } from './types.ts';

interface Found {
  template: StoredLaunchTemplate;
  version: StoredTemplateVersion;
}

const filters: Filterable<Found> = {
  'create-time': ({ version }) => [version.createTime],
  'ebs-optimized': ({ version }) => [version.data.EbsOptimized],
  'http-endpoint': ({ version }) => [version.data.MetadataOptions?.HttpEndpoint],
  'http-tokens': ({ version }) => [version.data.MetadataOptions?.HttpTokens],
  'iam-instance-profile': ({ version }) => [version.data.IamInstanceProfile?.Arn ?? version.data.IamInstanceProfile?.Name],
  'image-id': ({ version }) => [version.data.ImageId],
  'instance-type': ({ version }) => [version.data.InstanceType],
  'is-default-version': ({ template, version }) => [version.versionNumber === template.defaultVersionNumber],
};

export const templateVersionReadHandlers: Handlers<Ec2> = {
  /** Newest first. Without a template: of all templates, the latest or the default versions alone. */
  DescribeLaunchTemplateVersions(input, context) {
    const place = placeOf(context);
    const found = filtered(versionsAsked(place.ec2, input), input.Filters, filters);
    const { page, nextToken } = listingPage(found, keyOf, { ...input }, { least: 1, most: 200 });
    return {
      LaunchTemplateVersions: page.map(({ template, version }) => shownVersion(place, template, version, input.ResolveAlias)),
      ...nextToken,
    };
  },
};

/** Templates by id, in each the highest number first. */
const keyOf = ({ template, version }: Found): string =>
  `${template.launchTemplateId}/${String(1_000_000_000 - version.versionNumber).padStart(10, '0')}`;

function versionsAsked(ec2: Ec2State, input: DescribeLaunchTemplateVersionsRequest): Found[] {
  const { LaunchTemplateId, LaunchTemplateName, Versions = [] } = input;
  if (LaunchTemplateId === undefined && LaunchTemplateName === undefined) return versionsOfAll(ec2, Versions);
  const template = requireTemplate(ec2, input);
  const all = Object.values(template.versions);
  const named = Versions.length > 0 ? Versions.map((version) => requireVersion(template, version)) : all;
  const [least, most] = [bound(input.MinVersion, 1), bound(input.MaxVersion, Number.MAX_SAFE_INTEGER)];
  return [...new Set(named)]
    .filter(({ versionNumber }) => versionNumber >= least && versionNumber <= most)
    .map((version) => ({ template, version }));
}

function versionsOfAll(ec2: Ec2State, versions: readonly string[]): Found[] {
  if (versions.length === 0 || versions.some((version) => !['$Latest', '$Default'].includes(version))) {
    const message = 'When a launch template is not specified, Versions must be $Latest, $Default, or both';
    throw new AwsFault('MissingParameter', message);
  }
  return Object.values(ec2.launchTemplates).flatMap((template) => {
    const found = new Set(versions.map((version) => requireVersion(template, version)));
    return [...found].map((version) => ({ template, version }));
  });
}

function bound(version: string | undefined, byDefault: number): number {
  if (version === undefined) return byDefault;
  if (!/^\d+$/.test(version)) throw new AwsFault('InvalidParameterValue', `Invalid launch template version: ${version}`);
  return Number(version);
}
