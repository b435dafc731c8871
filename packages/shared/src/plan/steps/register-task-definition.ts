import type { StepOf } from '../planned-step.ts';
import { call, type Place, type StepDescription } from './description.ts';

/** RegisterTaskDefinition: the revision in use, plus the role, minus the credential variables, and nothing else (D-20 to D-25). */
export function describeRegisterTaskDefinition(step: StepOf<'register-task-definition'>, place: Place): StepDescription {
  const names = step.removed.map(({ container, variable }) => `${variable} of ${container}`).join(', ');
  const base = step.baseArn.slice(step.baseArn.lastIndexOf('/') + 1);
  return {
    title: `Register a new revision of ${step.family}`,
    because: `SDKs take credentials from the environment before they ask for the task role, so that a role alone has no effect: role and removal go together. The new revision is ${base} with the task role and without ${names || 'any credential variable'}; everything else stays, tags too.`,
    calls: [
      call('ecs', 'RegisterTaskDefinition', {
        family: step.family,
        taskRoleArn: step.taskRoleArn,
        '…': `all other members as in ${base}, without ${names || 'nothing'}`,
      }),
    ],
    byHand: {
      console: [
        `ECS → Task definitions → ${step.family} → ${base} → Create new revision`,
        `Task role: ${step.taskRoleArn.slice(step.taskRoleArn.lastIndexOf('/') + 1)}`,
        ...step.removed.map(({ container, variable }) => `Container ${container} → Environment variables → remove ${variable}`),
        'Create',
      ],
      cli: [
        `aws ecs describe-task-definition --region ${place.region} --task-definition ${base} --include TAGS > base.json`,
        '# edit base.json as the diff shows and remove the nine output-only members',
        `aws ecs register-task-definition --region ${place.region} --cli-input-json file://new.json`,
      ],
    },
    undo: 'Deregister the new revision: it becomes INACTIVE, its number is not used again',
    reversible: true,
  };
}
