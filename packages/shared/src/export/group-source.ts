import { stepReference } from '../plan/group-steps.ts';
import type { StepOf } from '../plan/planned-step.ts';
import { type ExportSource, stepsOf } from './source.ts';

/** What the exports of a group's move are made from: an export's source, and what Terraform must name of a group. */
export interface GroupExportSource extends ExportSource {
  group: { minSize: number; maxSize: number };
}

/** Templates that the plan makes whose instances have user data: a file has to be given it. */
export const templatesWithUserData = (source: Pick<ExportSource, 'steps'>) =>
  stepsOf(source.steps, 'create-launch-template').filter((step) => !versionOf(step, source)?.edits.hasNoUserData);

/** The version in which a template that the plan makes differs from what it is made like; undefined: in none. */
export const versionOf = ({ id }: StepOf<'create-launch-template'>, { steps }: Pick<ExportSource, 'steps'>) =>
  stepsOf(steps, 'create-launch-template-version').find(({ launchTemplateId }) => launchTemplateId === stepReference(id));
