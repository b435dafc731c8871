import type { Groups } from './test-groups.ts';

/** A group of two on version 1 of a template that has two, and what a refresh to version 2 asks for. */
export async function onVersionOne(sandbox: Groups, name: string, more: object = {}) {
  const LaunchTemplateId = await sandbox.template(name, {}, {});
  await sandbox.started({ AutoScalingGroupName: name, LaunchTemplate: { LaunchTemplateId, Version: '1' }, ...more });
  const start = (Preferences: object = {}, DesiredConfiguration: object = { LaunchTemplate: { LaunchTemplateId, Version: '2' } }) =>
    sandbox.aws.startInstanceRefresh({ AutoScalingGroupName: name, DesiredConfiguration, Preferences });
  return { LaunchTemplateId, start };
}
