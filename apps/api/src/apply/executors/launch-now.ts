import type { LaunchConfiguration } from '@rolewright/shared/aws/launch-configuration.ts';
import type { LaunchTemplateData } from '@rolewright/shared/aws/launch-template-data.ts';
import type { Reading } from '@rolewright/shared/inventory/reading.ts';
import type { Secret } from '@rolewright/shared/secret.ts';
import { launchFingerprint } from '../../plan/launch-content.ts';
import { type StepContext, StepFailed } from './executor.ts';

/**
 * A launch configuration with all its members, as the plan was made from. Throws StepFailed where it is gone, is another one, or has members that
 * cannot be carried (D-21).
 */
export async function configurationNow(context: StepContext, name: string, fingerprint: string): Promise<Secret<LaunchConfiguration>> {
  const what = `The launch configuration ${name}`;
  const { data, notTaken } = answered(what, await context.port.read.launchConfiguration(name));
  refuse(context, what, data.reveal(), notTaken, fingerprint);
  return data;
}

/** The same for a numbered version of a template; `fingerprint` null: this run made it. */
export async function versionNow(
  context: StepContext,
  launchTemplateId: string,
  version: string,
  fingerprint: string | null,
): Promise<Secret<LaunchTemplateData>> {
  const what = `Version ${version} of the launch template ${launchTemplateId}`;
  const { data, notTaken } = answered(what, await context.port.read.launchTemplateVersion(launchTemplateId, version));
  refuse(context, what, data.reveal(), notTaken, fingerprint);
  return data;
}

function refuse({ deps }: StepContext, what: string, data: Record<string, unknown>, notTaken: string[], fingerprint: string | null): void {
  if (notTaken.length > 0) {
    throw new StepFailed(`${what} has ${notTaken.join(', ')}, which this version of the console cannot carry. Nothing was made from it.`);
  }
  if (fingerprint !== null && launchFingerprint(deps.fingerprint, data) !== fingerprint) {
    throw new StepFailed(`${what} is not what the plan was made from. Roll back, then make the plan anew.`);
  }
}

/** What was read. Throws StepFailed where it is absent or unreadable; `what` begins the sentence. */
export function answered<T>(what: string, reading: Reading<T>): T {
  if (reading.state === 'known') return reading.value;
  throw new StepFailed(`${what} ${reading.state === 'absent' ? 'is not there' : `could not be read: ${reading.reason}`}.`);
}
