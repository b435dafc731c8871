import { stepReference } from '../plan/group-steps.ts';
import type { StepOf } from '../plan/planned-step.ts';
import { type ExportSource, stepsOf } from './source.ts';

/** What the exports of a group's move are made from: an export's source, and what Terraform must name of a group. */
export interface GroupExportSource extends ExportSource {
  group: { minSize: number; maxSize: number };
}

/** The version in which a template that the plan makes differs from what it is made like; undefined: in none. */
export const versionOf = ({ id }: StepOf<'create-launch-template'>, { steps }: Pick<ExportSource, 'steps'>) =>
  stepsOf(steps, 'create-launch-template-version').find(({ launchTemplateId }) => launchTemplateId === stepReference(id));
