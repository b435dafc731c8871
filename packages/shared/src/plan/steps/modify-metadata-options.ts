import type { StepOf } from '../planned-step.ts';
import { call, type Place, type StepDescription } from './description.ts';

/** ModifyInstanceMetadataOptions: IMDSv2 and the hop limit (D-78, D17). */
export function describeModifyMetadataOptions(step: StepOf<'modify-metadata-options'>, { region }: Place): StepDescription {
  const { instanceId, before, after } = step;
  return {
    title: `Ask for ${after.httpTokens === 'required' ? 'IMDSv2' : 'IMDSv1 or IMDSv2'} with ${hops(after.hopLimit)} on ${instanceId}`,
    because:
      'A role’s credentials are there for whoever reaches the metadata service. A required token keeps out requests that a server is tricked into making; a hop limit of 1 keeps out containers with a network of their own. Programs that use IMDSv1 stop getting credentials at once.',
    calls: [
      call('ec2', 'ModifyInstanceMetadataOptions', {
        InstanceId: instanceId,
        HttpTokens: after.httpTokens,
        HttpPutResponseHopLimit: after.hopLimit,
      }),
    ],
    byHand: {
      console: [
        `EC2 → Instances → ${instanceId} → Actions → Instance settings → Modify instance metadata options`,
        `IMDSv2: ${after.httpTokens === 'required' ? 'Required' : 'Optional'}, metadata response hop limit ${after.hopLimit}`,
      ],
      cli: [
        `aws ec2 modify-instance-metadata-options --region ${region} --instance-id ${instanceId} --http-tokens ${after.httpTokens} --http-put-response-hop-limit ${after.hopLimit}`,
      ],
    },
    undo: `Put tokens ${before.httpTokens} and ${hops(before.hopLimit)} back`,
    reversible: true,
  };
}

const hops = (limit: number): string => `a hop limit of ${limit}`;
