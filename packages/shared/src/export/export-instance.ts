import type { InstanceSnapshot } from '../plan/instance-snapshot.ts';
import type { PlannedStep } from '../plan/planned-step.ts';
import { cliScriptOf } from './cli.ts';
import { cloudFormationOfInstance, isInInstanceTemplate } from './cloudformation-instance.ts';
import type { Standing } from './export-plan.ts';
import type { ExportFile, ExportFormat } from './format.ts';
import type { InstanceExportSource } from './instance-source.ts';
import { terraformOfInstance } from './terraform-instance.ts';

type Snapshot = Pick<InstanceSnapshot, 'name' | 'partition' | 'awsAccountId' | 'region' | 'instance'>;

/** What the move of an instance can be exported as: a template only where it makes something. */
export function exportsOfInstance(steps: readonly PlannedStep[]): ExportFormat[] {
  if (steps.length === 0) return [];
  return steps.some(isInInstanceTemplate) ? ['terraform', 'cloudformation', 'cli'] : ['terraform', 'cli'];
}

/** The move of an instance as a file of this format; null where `exportsOfInstance` does not have it. Holds no value of its user data. */
export function exportInstance(
  format: ExportFormat,
  steps: readonly PlannedStep[],
  snapshot: Snapshot,
  standing: Standing,
): ExportFile | null {
  if (!exportsOfInstance(steps).includes(format) || snapshot.instance.state !== 'known') return null;
  const { name: workload, partition, awsAccountId: accountId, region, instance } = snapshot;
  const { imageId, instanceType } = instance.value;
  const place = { partition, accountId, region };
  const source: InstanceExportSource = { workload, place, steps, taskDefinition: null, machine: { imageId, instanceType }, ...standing };
  const name = `${workload.replaceAll(/[^\w.-]/g, '-')}-instance-profile`;
  if (format === 'terraform') return { fileName: `${name}.tf`, mediaType: 'text/plain', text: terraformOfInstance(source) };
  if (format === 'cli') return { fileName: `${name}.sh`, mediaType: 'text/plain', text: cliScriptOf(source) };
  const text = `${JSON.stringify(cloudFormationOfInstance(source), null, 2)}\n`;
  return { fileName: `${name}.json`, mediaType: 'application/json', text };
}
