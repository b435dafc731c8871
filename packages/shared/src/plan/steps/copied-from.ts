import type { StepOf } from '../planned-step.ts';

/** What a new launch template is made like: "the launch configuration web-v5", "version 2 of the launch template shop-web". */
export function copiedFrom({ launchConfigurationName, copyOf }: StepOf<'create-launch-template'>): string {
  if (copyOf !== undefined) return `version ${copyOf.version} of the launch template ${copyOf.templateName}`;
  return `the launch configuration ${launchConfigurationName ?? ''}`;
}
