import type { LaunchTemplateSpecification, MixedInstancesPolicy } from '@aws-sdk/client-auto-scaling';
import type { LaunchSource } from '../../state/autoscaling.ts';
import { type Ec2Place, ec2Place } from '../../state/ec2.ts';
import { requireImage } from '../ec2/images.ts';
import { launchSpecOf } from '../ec2/launch-spec.ts';
import { requireUsableProfile } from '../ec2/profile.ts';
import { requireTemplate } from '../ec2/template-find.ts';
import { toStored } from '../ecs/stored.ts';
import type { CallContext } from '../service.ts';
import { invalid } from './faults.ts';
import { requireLaunchConfiguration } from './find.ts';
import { inEc2sWords } from './launch-configuration-checks.ts';

/** What a call says of it: at most one of the three may be sent (D-74). */
export interface SentSource {
  LaunchConfigurationName?: string | undefined;
  LaunchTemplate?: LaunchTemplateSpecification | undefined;
  MixedInstancesPolicy?: MixedInstancesPolicy | undefined;
}

type Place = Pick<CallContext, 'world' | 'account' | 'region'>;

const notOne = 'Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or MixedInstancesPolicy parameter.';
const notFormed = 'You must use a valid fully-formed launch template. ';

/**
 * The source that a call names, as the group shows it: templates with id and name, `$Default` where no version was sent. Null when it names
 * none. Throws ValidationError when it names two, or what EC2 could not launch now.
 */
export function checkedSource(place: Place, sent: SentSource): LaunchSource | null {
  const { LaunchConfigurationName, LaunchTemplate, MixedInstancesPolicy: mixed } = sent;
  const named = [LaunchConfigurationName, LaunchTemplate, mixed].filter((one) => one !== undefined);
  if (named.length > 1) throw invalid(notOne);
  if (LaunchConfigurationName !== undefined) {
    requireLaunchConfiguration(place, LaunchConfigurationName);
    return { LaunchConfigurationName };
  }
  if (LaunchTemplate !== undefined) return { LaunchTemplate: checkedTemplate(place, LaunchTemplate, undefined) };
  return mixed === undefined ? null : { MixedInstancesPolicy: checkedPolicy(place, mixed) };
}

/** The same for a call that has to name one. */
export function requiredSource(place: Place, sent: SentSource): LaunchSource {
  const source = checkedSource(place, sent);
  if (!source) throw invalid(notOne);
  return source;
}

function checkedPolicy(place: Place, policy: MixedInstancesPolicy): NonNullable<LaunchSource['MixedInstancesPolicy']> {
  const { LaunchTemplateSpecification: base, Overrides } = policy.LaunchTemplate ?? {};
  if (!base) throw invalid('LaunchTemplateSpecification must be specified for a mixed instances policy.');
  const [first] = Overrides ?? [];
  const typeOf = (override: typeof first) => override?.InstanceType ?? (override?.InstanceRequirements ? requirementsType : undefined);
  return toStored({
    LaunchTemplate: {
      LaunchTemplateSpecification: checkedTemplate(place, base, typeOf(first)),
      // Shown even where there are none, as AWS does.
      Overrides: (Overrides ?? []).map((override) => ({
        ...override,
        ...(override.LaunchTemplateSpecification
          ? { LaunchTemplateSpecification: checkedTemplate(place, override.LaunchTemplateSpecification, typeOf(override)) }
          : {}),
      })),
    },
    InstancesDistribution: { ...distributionDefaults, ...policy.InstancesDistribution },
  });
}

/** What attribute-based selection chooses in the sandbox. */
export const requirementsType = 'm5.large';

/** Source: API reference, InstancesDistribution. */
const distributionDefaults = {
  OnDemandAllocationStrategy: 'prioritized',
  OnDemandBaseCapacity: 0,
  OnDemandPercentageAboveBaseCapacity: 100,
  SpotAllocationStrategy: 'lowest-price',
  SpotInstancePools: 2,
};

/** `instanceType`: what an override adds, without which the template has to name one itself. */
function checkedTemplate(at: Place, named: LaunchTemplateSpecification, instanceType: string | undefined): LaunchTemplateSpecification {
  const { LaunchTemplateId: id, LaunchTemplateName: name, Version = '$Default' } = named;
  if ((id === undefined) === (name === undefined)) {
    throw invalid('Valid requests must contain either launchTemplateId or LaunchTemplateName');
  }
  const place = ec2Place(at.world, at.account, at.region);
  return inEc2sWords(notFormed, () => {
    const template = requireTemplate(place.ec2, named);
    checkLaunch(place, template.launchTemplateId, Version, instanceType);
    return { LaunchTemplateId: template.launchTemplateId, LaunchTemplateName: template.launchTemplateName, Version };
  });
}

function checkLaunch(place: Ec2Place, LaunchTemplateId: string, Version: string, instanceType: string | undefined): void {
  const { request } = launchSpecOf(place, { LaunchTemplate: { LaunchTemplateId, Version } });
  if (!request.ImageId) throw invalid('The request must contain the parameter ImageId');
  requireImage(place, request.ImageId);
  if (!request.InstanceType && !instanceType) throw invalid('The instance type must be specified in the launch template.');
  if (request.IamInstanceProfile) requireUsableProfile(place, request.IamInstanceProfile);
}
