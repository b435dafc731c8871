import type { GroupSnapshot } from '../plan/group-snapshot.ts';
import type { PlannedStep } from '../plan/planned-step.ts';
import { cliScriptOf } from './cli.ts';
import { cloudFormationOfGroup, isInGroupTemplate } from './cloudformation-group.ts';
import type { Standing } from './export-plan.ts';
import type { ExportFile, ExportFormat } from './format.ts';
import type { GroupExportSource } from './group-source.ts';
import { terraformOfGroup } from './terraform-group.ts';

type Snapshot = Pick<GroupSnapshot, 'groupName' | 'partition' | 'awsAccountId' | 'region' | 'group'>;

/** What the move of a group can be exported as: a template only where it makes something. */
export function exportsOfGroup(steps: readonly PlannedStep[]): ExportFormat[] {
  if (steps.length === 0) return [];
  return steps.some(isInGroupTemplate) ? ['terraform', 'cloudformation', 'cli'] : ['terraform', 'cli'];
}

/** The move of a group as a file of this format; null where `exportsOfGroup` does not have it. Holds no user data. */
export function exportGroup(
  format: ExportFormat,
  steps: readonly PlannedStep[],
  snapshot: Snapshot,
  standing: Standing,
): ExportFile | null {
  if (!exportsOfGroup(steps).includes(format) || snapshot.group.state !== 'known') return null;
  const { groupName: workload, partition, awsAccountId: accountId, region, group } = snapshot;
  const { minSize, maxSize } = group.value;
  const source: GroupExportSource = {
    ...{ workload, steps, place: { partition, accountId, region }, taskDefinition: null, group: { minSize, maxSize } },
    ...standing,
  };
  const name = `${workload.replaceAll(/[^\w.-]/g, '-')}-group`;
  if (format === 'terraform') return { fileName: `${name}.tf`, mediaType: 'text/plain', text: terraformOfGroup(source) };
  if (format === 'cli') return { fileName: `${name}.sh`, mediaType: 'text/plain', text: cliScriptOf(source) };
  const text = `${JSON.stringify(cloudFormationOfGroup(source), null, 2)}\n`;
  return { fileName: `${name}.json`, mediaType: 'application/json', text };
}
