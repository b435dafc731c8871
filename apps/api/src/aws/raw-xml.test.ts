import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DescribeLaunchTemplateVersionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { keepRawXml, membersNotTaken } from './raw-xml.ts';

/** What EC2 may answer one day: a member that this SDK does not know, inside of ones that it knows. */
const body = (strange: string) => `<?xml version="1.0" encoding="UTF-8"?>
<DescribeLaunchTemplateVersionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId><launchTemplateVersionSet><item>
<launchTemplateId>lt-0123456789abcdef0</launchTemplateId><versionNumber>1</versionNumber><createTime>2026-01-01T00:00:00.000Z</createTime>
<launchTemplateData><imageId>ami-0123456789abcdef0</imageId><ebsOptimized>false</ebsOptimized><userData>a&amp;b=</userData>
<monitoring><enabled>true</enabled>${strange}</monitoring><kernelId/>
<blockDeviceMappingSet><item><deviceName>/dev/xvda</deviceName><ebs><volumeSize>20</volumeSize></ebs></item></blockDeviceMappingSet>
<instanceMarketOptions><marketType>spot</marketType><spotOptions><validUntil>2027-01-01T00:00:00Z</validUntil></spotOptions></instanceMarketOptions>
</launchTemplateData></item></launchTemplateVersionSet></DescribeLaunchTemplateVersionsResponse>`;

async function notTaken(strange: string): Promise<string[]> {
  const server = createServer((_request, response) => response.writeHead(200, { 'content-type': 'text/xml' }).end(body(strange)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new EC2Client({ region: 'us-east-1', endpoint, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  const command = new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: 'lt-0123456789abcdef0', Versions: ['1'] });
  const raw = keepRawXml(command);
  const answer = await client.send(command);
  await new Promise((resolve) => server.close(resolve));
  return membersNotTaken(raw(), 'launchTemplateData', answer.LaunchTemplateVersions?.[0]?.LaunchTemplateData);
}

test('D-21: what the SDK takes over whole has nothing left: times, numbers, flags, lists and entities', async () => {
  expect(await notTaken('')).toEqual([]);
});

test('D-21: a member of tomorrow is named with where it stands', async () => {
  expect(await notTaken('<granularity>one-second</granularity>')).toEqual(['monitoring.granularity']);
  expect(await notTaken('<sinks><item><name>x-1</name></item><item><name>x-2</name></item></sinks>')).toEqual([
    'monitoring.sinks.name',
    'monitoring.sinks.name',
  ]);
});
