import type { ModifyInstanceMetadataDefaultsRequest } from '@aws-sdk/client-ec2';
import type { Ec2State } from '../../state/ec2.ts';
import type { Handlers } from '../service.ts';
import { requireInstance, requireNotEnding } from './instance-find.ts';
import { shownMetadataOptions } from './instance-view.ts';
import { checkedMetadataOptions } from './metadata-options.ts';
import { placeOf } from './place.ts';
import type { Ec2 } from './types.ts';

/** Who may ask the metadata service of an instance, and how (D-78). */
export const metadataHandlers: Handlers<Ec2> = {
  /** Works on running and stopped instances; in force at once, though the answer still says pending. */
  ModifyInstanceMetadataOptions({ InstanceId, ...asked }, context) {
    const instance = requireInstance(placeOf(context).ec2, InstanceId);
    requireNotEnding(instance);
    Object.assign(instance.metadataOptions, checkedMetadataOptions(asked));
    return { InstanceId, InstanceMetadataOptions: shownMetadataOptions(instance.metadataOptions, 'pending') };
  },

  ModifyInstanceMetadataDefaults(input, context) {
    const { ec2 } = placeOf(context);
    ec2.metadataDefaults = { ...withoutUnset(ec2.metadataDefaults, input), ...checkedMetadataOptions(preferred(input)) };
    return { Return: true };
  },

  GetInstanceMetadataDefaults(_input, context) {
    const { httpTokens, httpPutResponseHopLimit, httpEndpoint, instanceMetadataTags } = placeOf(context).ec2.metadataDefaults;
    return {
      AccountLevel: {
        HttpTokens: httpTokens,
        HttpPutResponseHopLimit: httpPutResponseHopLimit,
        HttpEndpoint: httpEndpoint,
        InstanceMetadataTags: instanceMetadataTags,
        ManagedBy: 'account',
      },
    };
  },
};

const none = 'no-preference';

/** What is a preference: neither `no-preference` nor a hop limit of -1. */
function preferred({ HttpTokens, HttpEndpoint, InstanceMetadataTags, HttpPutResponseHopLimit }: ModifyInstanceMetadataDefaultsRequest) {
  return {
    ...(HttpTokens === none ? {} : { HttpTokens }),
    ...(HttpEndpoint === none ? {} : { HttpEndpoint }),
    ...(InstanceMetadataTags === none ? {} : { InstanceMetadataTags }),
    ...(HttpPutResponseHopLimit === -1 ? {} : { HttpPutResponseHopLimit }),
  };
}

function withoutUnset(defaults: Ec2State['metadataDefaults'], input: ModifyInstanceMetadataDefaultsRequest): Ec2State['metadataDefaults'] {
  const left = { ...defaults };
  if (input.HttpTokens === none) delete left.httpTokens;
  if (input.HttpEndpoint === none) delete left.httpEndpoint;
  if (input.InstanceMetadataTags === none) delete left.instanceMetadataTags;
  if (input.HttpPutResponseHopLimit === -1) delete left.httpPutResponseHopLimit;
  return left;
}
