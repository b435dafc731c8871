import { maskKeyId } from '@rolewright/shared/aws/key-id.ts';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import type { AwsPort } from '../aws/port.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Who used the keys from outside Amazon ECS lately, as far as CloudTrail's management events tell (D-60; C12: a deployer with the same key). */
export async function outsideUsers(port: AwsPort, keyIds: string[], workload: Workload): Promise<string[]> {
  const sentences: string[] = [];
  for (const keyId of keyIds) {
    const reading = await port.read.trailEvents({ key: 'AccessKeyId', value: keyId }, new Date(Date.now() - dayMs));
    if (reading.state !== 'known') {
      sentences.push(`${maskKeyId(keyId)}: CloudTrail could not be read, so that other users of the key are not known.`);
      continue;
    }
    const agents = new Set(
      reading.value.flatMap((event) => (event.userAgent && deploys(event.name) ? [`${event.userAgent} (${event.name})`] : [])),
    );
    for (const agent of agents)
      sentences.push(`${maskKeyId(keyId)} is also used by a deployer: ${agent}. ${workload.name} keeps working without it.`);
  }
  return sentences;
}

/** Calls that a workload's own code seldom makes and a pipeline does. */
const deploys = (eventName: string): boolean =>
  /^(UpdateService|RegisterTaskDefinition|DescribeServices|GetAuthorizationToken|CreateDeployment)$/.test(eventName);
