import { mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DescribeAutoScalingGroupsCommand, DescribeLaunchConfigurationsCommand } from '@aws-sdk/client-auto-scaling';
import { DescribeLaunchTemplateVersionsCommand } from '@aws-sdk/client-ec2';
import type { GroupRecipe } from '@rolewright/shared/plan/auto-scaling-group.ts';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import { groupMove, planGroup, scalingAdministrator } from '../testing/groups.ts';
import { ec2Administrator } from '../testing/instances.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { runScript, withCli } from '../testing/run-script.ts';
import { accountNamed, scanAccount } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 400_000, hookTimeout: 120_000 });

const groupName = 'image-upload-web';
const withoutKeys = '#!/bin/bash\nexec /opt/image-upload/start\n';

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole();
  await scanAccount(console, (await accountNamed(console, 'sandbox')).id);
});
afterAll(() => console.close());

async function theGroup() {
  const command = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [groupName] });
  const { AutoScalingGroups: [found] = [] } = await scalingAdministrator(console).send(command);
  if (!found) throw new Error('no group');
  return found;
}

/** The launch configuration that the group has now. */
async function configuration() {
  const { LaunchConfigurationName = '' } = await theGroup();
  const command = new DescribeLaunchConfigurationsCommand({ LaunchConfigurationNames: [LaunchConfigurationName] });
  const { LaunchConfigurations: [found] = [] } = await scalingAdministrator(console).send(command);
  if (!found) throw new Error('no launch configuration');
  return found;
}

/** Exports the plan of the group's move as a script, and runs it with user data that a person has rewritten. */
async function runExported(recipe: GroupRecipe, roleName: string): Promise<void> {
  const metadataOptions = { httpTokens: 'required', hopLimit: 1 } as const;
  const inputs = { ...groupMove(roleName, { metadataOptions }), rollOut: { instanceWarmup: 0 } };
  const plan = await planGroup(console, groupName, inputs, recipe);
  const { text } = await console.call(`/api/plans/${plan.id}/export?format=cli`);
  const file = path.join(mkdtempSync(path.join(console.dataDir, 'user-data-')), 'user-data');
  writeFileSync(file, withoutKeys);
  const { code, error, out } = await runScript(console, text, { USER_DATA_FILE: file });
  expect(code, `${out}\n${error}`).toBe(0);
  expect(error).not.toContain('rror');
}

const textOf = (base64 = ''): string => Buffer.from(base64, 'base64').toString();

withCli('D6 D8 D12: the script copies the launch configuration, moves the group to it and replaces its instances', async () => {
  const before = await configuration();
  await runExported('asg-launch-configuration', 'UploadCopy');
  const { LaunchConfigurationName, LaunchConfigurationARN, CreatedTime, UserData, IamInstanceProfile, MetadataOptions, ...rest } =
    await configuration();
  expect({ ...before, ...rest }).toEqual(before);
  expect(LaunchConfigurationName).not.toBe(before.LaunchConfigurationName);
  expect([LaunchConfigurationARN, CreatedTime]).not.toEqual([before.LaunchConfigurationARN, before.CreatedTime]);
  expect(textOf(UserData)).toBe(withoutKeys);
  expect(IamInstanceProfile).toContain('UploadCopy');
  expect(MetadataOptions).toMatchObject({ HttpTokens: 'required', HttpPutResponseHopLimit: 1 });
  expect((await theGroup()).Instances?.map((one) => one.LaunchConfigurationName)).toEqual([
    LaunchConfigurationName,
    LaunchConfigurationName,
  ]);
});

withCli('D9 D12: the script makes the template, puts the group on version 1 and replaces its instances by those of version 2', async () => {
  const old = await configuration();
  await runExported('asg-launch-template', 'UploadWeb');
  const { LaunchTemplate, Instances } = await theGroup();
  expect(LaunchTemplate?.Version).toBe('2');
  expect(Instances?.map((one) => one.LaunchTemplate?.Version)).toEqual(['2', '2']);
  const command = new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: LaunchTemplate?.LaunchTemplateId, Versions: ['1', '2'] });
  const { LaunchTemplateVersions: versions = [] } = await ec2Administrator(console).send(command);
  const data = (number: number) => versions.find(({ VersionNumber }) => VersionNumber === number)?.LaunchTemplateData;
  expect(data(1)?.UserData).toBe(old.UserData);
  expect(data(2)).toMatchObject({
    IamInstanceProfile: { Arn: expect.stringContaining('UploadWeb') },
    MetadataOptions: { HttpTokens: 'required' },
  });
  expect(textOf(data(2)?.UserData)).toBe(withoutKeys);
});
