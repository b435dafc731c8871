import type { Ec2Place, StoredMetadataOptions } from '../../state/ec2.ts';
import { AwsFault } from '../service.ts';

/** Metadata options as calls send them; the enums are checked here, the SDK does not. */
export interface AskedMetadataOptions {
  HttpTokens?: string | undefined;
  HttpPutResponseHopLimit?: number | undefined;
  HttpEndpoint?: string | undefined;
  HttpProtocolIpv6?: string | undefined;
  InstanceMetadataTags?: string | undefined;
}

const onOff = ['enabled', 'disabled'] as const;

/** What was asked, checked, under the names of the state. Throws InvalidParameterValue. */
export function checkedMetadataOptions(asked: AskedMetadataOptions): Partial<StoredMetadataOptions> {
  const httpTokens = word('HttpTokens', asked.HttpTokens, ['optional', 'required'] as const);
  const httpEndpoint = word('HttpEndpoint', asked.HttpEndpoint, onOff);
  const httpProtocolIpv6 = word('HttpProtocolIpv6', asked.HttpProtocolIpv6, onOff);
  const instanceMetadataTags = word('InstanceMetadataTags', asked.InstanceMetadataTags, onOff);
  const hops = asked.HttpPutResponseHopLimit;
  if (hops !== undefined && (hops < 1 || hops > 64)) {
    throw new AwsFault(
      'InvalidParameterValue',
      `Value (${hops}) for parameter HttpPutResponseHopLimit is invalid. Must be between 1 and 64.`,
    );
  }
  return {
    ...(httpTokens ? { httpTokens } : {}),
    ...(hops === undefined ? {} : { httpPutResponseHopLimit: hops }),
    ...(httpEndpoint ? { httpEndpoint } : {}),
    ...(httpProtocolIpv6 ? { httpProtocolIpv6 } : {}),
    ...(instanceMetadataTags ? { instanceMetadataTags } : {}),
  };
}

/** Options of a new instance: the launch's own, then the account's defaults, then what the image (AL2023 asks for tokens and two hops) and EC2 have. */
export function launchMetadataOptions(
  { ec2 }: Ec2Place,
  asked: AskedMetadataOptions | undefined,
  imageName: string,
): StoredMetadataOptions {
  const isModern = imageName.startsWith('al2023');
  return {
    httpTokens: isModern ? 'required' : 'optional',
    httpPutResponseHopLimit: isModern ? 2 : 1,
    httpEndpoint: 'enabled',
    httpProtocolIpv6: 'disabled',
    instanceMetadataTags: 'disabled',
    ...ec2.metadataDefaults,
    ...checkedMetadataOptions(asked ?? {}),
  };
}

function word<W extends string>(name: string, value: string | undefined, known: readonly W[]): W | undefined {
  if (value === undefined) return undefined;
  const found = known.find((one) => one === value);
  if (found === undefined)
    throw new AwsFault('InvalidParameterValue', `Value (${value}) for parameter ${name} is invalid. Valid values are ${known.join(', ')}.`);
  return found;
}
