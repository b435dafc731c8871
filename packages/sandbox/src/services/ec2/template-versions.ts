import type { LaunchTemplateVersion } from '@aws-sdk/client-ec2';
import type { Ec2Place, StoredLaunchTemplate, StoredTemplateVersion } from '../../state/ec2.ts';
import { own } from '../../state/iam.ts';
import { AwsFault, type Handlers } from '../service.ts';
import { requireImage } from './images.ts';
import { onceFor } from './once.ts';
import { placeOf } from './place.ts';
import { shownTemplateData, templateData } from './template-data.ts';
import { requireTemplate, requireVersion, versionNumber } from './template-find.ts';
import type { Ec2 } from './types.ts';

/** Most versions that one call deletes, and that one template has. Source: API reference, DeleteLaunchTemplateVersions; EC2 quotas. */
const mostDeleted = 200;
const mostVersions = 10_000;

export const templateVersionHandlers: Handlers<Ec2> = {
  /** The new version is the latest one and not the default. */
  CreateLaunchTemplateVersion(input, context) {
    const place = placeOf(context);
    const template = requireTemplate(place.ec2, input);
    const number = onceFor(place.ec2, 'CreateLaunchTemplateVersion', input, () => {
      const source = input.SourceVersion === undefined ? null : requireVersion(template, input.SourceVersion).data;
      const data = templateData(input.LaunchTemplateData ?? {}, source);
      if (Object.keys(template.versions).length >= mostVersions) {
        throw new AwsFault(
          'VersionLimitExceeded',
          `The maximum number of versions (${mostVersions}) for the launch template has been reached.`,
        );
      }
      template.latestVersionNumber += 1;
      template.versions[template.latestVersionNumber] = {
        versionNumber: template.latestVersionNumber,
        versionDescription: input.VersionDescription ?? null,
        createTime: context.now.toISOString(),
        createdBy: context.principal.arn,
        data,
      };
      return String(template.latestVersionNumber);
    });
    return { LaunchTemplateVersion: shownVersion(place, template, requireVersion(template, number), input.ResolveAlias) };
  },

  /** The default version stays; of every other the answer says whether it is gone (D-70). */
  DeleteLaunchTemplateVersions(input, context) {
    const template = requireTemplate(placeOf(context).ec2, input);
    const versions = input.Versions ?? [];
    if (versions.length > mostDeleted) {
      throw new AwsFault('InvalidParameterValue', `You can delete up to ${mostDeleted} launch template versions in a request.`);
    }
    const results = versions.map((version) => ({ version, problem: deleteVersion(template, version) }));
    const item = (version: string) => ({
      LaunchTemplateId: template.launchTemplateId,
      LaunchTemplateName: template.launchTemplateName,
      VersionNumber: Number(version),
    });
    return {
      SuccessfullyDeletedLaunchTemplateVersions: results.filter(({ problem }) => !problem).map(({ version }) => item(version)),
      UnsuccessfullyDeletedLaunchTemplateVersions: results.flatMap(({ version, problem }) =>
        problem ? [{ ...item(version), ResponseError: problem }] : [],
      ),
    };
  },
};

function deleteVersion(template: StoredLaunchTemplate, version: string) {
  if (!/^\d+$/.test(version))
    throw new AwsFault('InvalidParameterValue', `Invalid launch template version: ${version}. Only version numbers are allowed.`);
  const found = own(template.versions, String(Number(version)));
  if (!found) {
    return {
      Code: 'launchTemplateVersionDoesNotExist' as const,
      Message: `The specified launch template version ${version} does not exist.`,
    };
  }
  if (found.versionNumber === template.defaultVersionNumber) {
    return { Code: 'unexpectedError' as const, Message: `The default version (${version}) of a launch template cannot be deleted.` };
  }
  delete template.versions[found.versionNumber];
  return null;
}

/** A version as answers have it; with `resolve` an image that is a parameter of Systems Manager is the one that it stands for now. */
export function shownVersion(
  place: Ec2Place,
  template: StoredLaunchTemplate,
  version: StoredTemplateVersion,
  resolve = false,
): LaunchTemplateVersion {
  const named = version.data.ImageId;
  const image = resolve && named?.startsWith('resolve:ssm:') ? requireImage(place, named).imageId : undefined;
  return {
    LaunchTemplateId: template.launchTemplateId,
    LaunchTemplateName: template.launchTemplateName,
    VersionNumber: version.versionNumber,
    ...(version.versionDescription === null ? {} : { VersionDescription: version.versionDescription }),
    CreateTime: new Date(version.createTime),
    CreatedBy: version.createdBy,
    DefaultVersion: String(version.versionNumber) === versionNumber(template, '$Default'),
    LaunchTemplateData: shownTemplateData(version.data, image),
  };
}
