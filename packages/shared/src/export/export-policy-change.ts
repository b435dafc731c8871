import type { PlannedStep } from '../plan/planned-step.ts';
import type { PolicyChangeSnapshot } from '../plan/policy-change-snapshot.ts';
import { cliScriptOf } from './cli.ts';
import type { Standing } from './export-plan.ts';
import type { ExportFile, ExportFormat } from './format.ts';
import { sourceOverAccounts } from './source-over-accounts.ts';

/** A script alone: templates own users and roles whole, and these plans change parts of what is there. */
export const exportsOfPolicyChange = (steps: readonly PlannedStep[]): ExportFormat[] => (steps.length === 0 ? [] : ['cli']);

/** A change of policies as a file of this format; null where `exportsOfPolicyChange` does not have it. New external ids are to be filled in (D-48). */
export function exportPolicyChange(
  format: ExportFormat,
  steps: readonly PlannedStep[],
  snapshot: Pick<PolicyChangeSnapshot, 'accounts' | 'region' | 'target'>,
  standing: Standing,
): ExportFile | null {
  if (!exportsOfPolicyChange(steps).includes(format)) return null;
  const { title } = snapshot.target;
  const text = cliScriptOf(sourceOverAccounts(title, steps, snapshot, standing));
  return { fileName: `${title.replaceAll(/[^\w.-]+/g, '-')}.sh`, mediaType: 'text/plain', text };
}
