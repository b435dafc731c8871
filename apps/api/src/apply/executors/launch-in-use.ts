import type { LaunchedInstance } from '../../aws/group-port.ts';
import type { StepContext } from './executor.ts';
import { answered } from './launch-now.ts';

/** Why a roll-back must leave a template, or one version of it, alone: a group names it, or an instance runs from it. Null: nobody needs it. */
export async function templateInUse({ port }: StepContext, templateId: string, version: string | null): Promise<string | null> {
  const what = `Who uses the launch template ${templateId}`;
  const template = answered(what, await port.read.launchTemplate({ id: templateId }));
  if (version !== null && template.defaultVersion === version) return `it is the default version of ${template.name} by now`;
  const means = (asked: string): boolean => {
    if (version === null) return true;
    const number = asked === '$Latest' ? template.latestVersion : asked === '$Default' ? template.defaultVersion : asked;
    return number === version;
  };
  for await (const page of port.read.autoScalingGroups()) {
    for (const { name, launchTemplate, mixedInstancesPolicy } of page) {
      const named = [launchTemplate, mixedInstancesPolicy?.launchTemplate, ...(mixedInstancesPolicy?.overrides ?? [])];
      if (named.some((one) => one?.id === templateId && means(one.version))) return `the Auto Scaling group ${name} launches from it`;
    }
  }
  const instances = answered(what, await port.read.launchedInstances({ templateId }));
  const isOf = (one: LaunchedInstance): boolean => version === null || one.version === version;
  const running = instances.find(isOf);
  return running ? `${running.name} (${running.instanceId}) was launched from it` : null;
}

/** The same of a launch configuration: AWS deletes one that no group names, also where instances run from it. */
export async function configurationInUse({ port }: StepContext, configurationName: string): Promise<string | null> {
  for await (const page of port.read.autoScalingGroups()) {
    for (const { name, launchConfigurationName, members } of page) {
      if (launchConfigurationName === configurationName) return `the Auto Scaling group ${name} launches from it`;
      const running = members.find(
        (one) => one.launchConfigurationName === configurationName && !one.lifecycleState.startsWith('Terminat'),
      );
      if (running) return `${running.instanceId} of ${name} was launched from it`;
    }
  }
  return null;
}
