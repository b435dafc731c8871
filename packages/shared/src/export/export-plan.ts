import type { PlannedStep } from '../plan/planned-step.ts';
import type { PlanSnapshot } from '../plan/snapshot.ts';
import { cliScriptOf } from './cli.ts';
import { cloudFormationPatch, cloudFormationTemplate } from './cloudformation.ts';
import { type ExportFile, type ExportFormat, exportFormat } from './format.ts';
import type { ExportSource } from './source.ts';
import { terraformOf } from './terraform.ts';

type Snapshot = Pick<PlanSnapshot, 'workload' | 'partition' | 'awsAccountId' | 'region' | 'taskDefinition' | 'owningStack'>;

/** What this plan can be exported as: what a stack owns, only as a change of that stack's template (D-37). */
export function exportsOf(steps: readonly PlannedStep[], { owningStack }: Pick<PlanSnapshot, 'owningStack'>): ExportFormat[] {
  if (steps.length === 0) return [];
  return owningStack.state === 'known' ? ['cloudformation'] : [...exportFormat.options];
}

/** What is known of a plan beside its steps: a run has carried it out; what the console does not start it for. */
export type Standing = Pick<ExportSource, 'applied' | 'blockers'>;

/** A plan as a file of this format; null where `exportsOf` does not have it. */
export function exportPlan(format: ExportFormat, steps: readonly PlannedStep[], snapshot: Snapshot, standing: Standing): ExportFile | null {
  if (!exportsOf(steps, snapshot).includes(format)) return null;
  const { workload, partition, awsAccountId: accountId, region, taskDefinition, owningStack } = snapshot;
  const source: ExportSource = {
    workload: workload.name,
    place: { partition, accountId, region },
    steps,
    taskDefinition: taskDefinition.state === 'known' ? taskDefinition.value : null,
    ...standing,
  };
  const name = `${workload.name.replaceAll(/[^\w.-]/g, '-')}-task-role`;
  if (format === 'terraform') return { fileName: `${name}.tf`, mediaType: 'text/plain', text: terraformOf(source) };
  if (format === 'cli') return { fileName: `${name}.sh`, mediaType: 'text/plain', text: cliScriptOf(source) };
  const template = owningStack.state === 'known' ? cloudFormationPatch(source, owningStack.value) : cloudFormationTemplate(source);
  return template && { fileName: `${name}.json`, mediaType: 'application/json', text: `${JSON.stringify(template, null, 2)}\n` };
}
