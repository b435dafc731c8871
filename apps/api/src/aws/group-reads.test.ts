import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { expect, test } from 'vitest';
import { groupRead } from './group-reads.ts';

/** A group with a mixed instances policy as Auto Scaling describes it, with what it may tell one day inside of the policy. */
const describedGroup = (strange: string) => `<MaxSize>4</MaxSize><MinSize>2</MinSize><DesiredCapacity>2</DesiredCapacity>
<AutoScalingGroupName>web</AutoScalingGroupName><HealthCheckType>EC2</HealthCheckType><Tomorrow>not of the policy</Tomorrow>
<MixedInstancesPolicy><LaunchTemplate><LaunchTemplateSpecification><LaunchTemplateId>lt-0a1b2c3d4e5f60718</LaunchTemplateId>
<LaunchTemplateName>web</LaunchTemplateName><Version>1</Version></LaunchTemplateSpecification><Overrides>
<member><InstanceType>t3.small</InstanceType><WeightedCapacity>1</WeightedCapacity></member>
<member><InstanceRequirements><VCpuCount><Min>2</Min><Max>4</Max></VCpuCount><BurstablePerformance>included</BurstablePerformance></InstanceRequirements></member>
</Overrides></LaunchTemplate><InstancesDistribution><OnDemandBaseCapacity>1</OnDemandBaseCapacity>${strange}
<OnDemandPercentageAboveBaseCapacity>50</OnDemandPercentageAboveBaseCapacity></InstancesDistribution></MixedInstancesPolicy>`;

const answer = (operation: string, body: string) =>
  `<${operation}Response xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/"><${operation}Result>${body}</${operation}Result></${operation}Response>`;

async function unknownMembers(strange: string): Promise<string[]> {
  const server = createServer(async (request, response) => {
    let form = '';
    for await (const chunk of request) form += chunk;
    const operation = new URLSearchParams(form).get('Action') ?? '';
    const isGroup = operation === 'DescribeAutoScalingGroups';
    const body = isGroup ? `<AutoScalingGroups><member>${describedGroup(strange)}</member></AutoScalingGroups>` : '<InstanceRefreshes/>';
    response.writeHead(200, { 'content-type': 'text/xml' }).end(answer(operation, body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new AutoScalingClient({ region: 'us-east-1', endpoint, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  const group = await groupRead(() => client).group('web');
  await new Promise((resolve) => server.close(resolve));
  if (group.state !== 'known') throw new Error(JSON.stringify(group));
  return group.value.unknownMembers;
}

test('D10 D-21: a mixed instances policy that is taken over whole has nothing unknown, whatever else the group tells', async () => {
  expect(await unknownMembers('')).toEqual([]);
});

test('D10 D-21: a member of tomorrow inside a mixed instances policy is named: what is sent back would lose it', async () => {
  expect(await unknownMembers('<ReservedShare>third</ReservedShare>')).toEqual(['InstancesDistribution.ReservedShare']);
});
