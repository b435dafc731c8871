import type { WorkloadDetail } from '@rolewright/shared/inventory/workload.ts';
import type { RollOut } from '@rolewright/shared/plan/auto-scaling-group.ts';
import type { DocumentEdits } from '@rolewright/shared/plan/edited-user-data.ts';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { shortArn, suggestRoleName } from '../../lib/format.ts';
import { type PermissionDraft, permissionDraftOf, type RoleDraft } from '../migration/inputs.ts';
import { keyRemoval } from './key-removal.ts';

/** Plans that move what EC2 runs to a role. */
export type MovePlan = Extract<Plan, { recipe: 'ec2-instance-profile' | 'asg-launch-template' | 'asg-launch-configuration' }>;
type MoveRecipe = MovePlan['recipe'];

/** What the form of an instance or a group holds; numbers and lists as they are typed. */
export interface MoveDraft extends RoleDraft, PermissionDraft {
  recipe: MoveRecipe;
  /** A new version of the template that the group has, or a template of its own (D-73). */
  launchTemplate: 'version' | 'own';
  profileKind: 'create' | 'existing';
  profileName: string;
  existingProfile: string;
  userData: 'remove-keys' | 'leave' | 'edited';
  /** A person's edits, by the fingerprint of the document that they were made on. */
  edited: DocumentEdits[];
  changesMetadata: boolean;
  httpTokens: 'optional' | 'required';
  hopLimit: string;
  rollOut: RollOutDraft;
}

export interface RollOutDraft {
  minHealthy: string;
  maxHealthy: string;
  /** Empty: the group's own. */
  warmup: string;
  /** "50, 100"; empty: none. */
  checkpoints: string;
  delay: string;
  alarms: string;
  protectedInstances: RollOut['protectedInstances'];
}

export const isMovePlan = (plan: Plan | null): plan is MovePlan =>
  plan !== null && ['ec2-instance-profile', 'asg-launch-template', 'asg-launch-configuration'].includes(plan.recipe);

/**
 * Sane defaults, already chosen; those of the last plan where there is one. A role that is there is extended, never replaced; a running instance
 * is not stopped unless asked for; a group waits once its first instance is new.
 */
export function draftOf(workload: WorkloadDetail, plan: MovePlan | null): MoveDraft {
  const inputs = plan?.inputs;
  const { ec2 } = workload;
  const isGroup = workload.kind === 'auto-scaling-group';
  const existingRole = inputs && 'existing' in inputs.role ? inputs.role.existing : (ec2?.roleArn ?? null);
  const newRole = inputs && 'create' in inputs.role ? inputs.role.create : null;
  const there = ec2?.instanceProfileArn ? shortArn(ec2.instanceProfileArn) : null;
  const existingProfile = inputs && 'existing' in inputs.profile ? inputs.profile.existing : there;
  const newProfile = inputs && 'create' in inputs.profile ? inputs.profile.create.name : null;
  const suggested = suggestRoleName(workload.name, 'Role');
  return {
    recipe: plan?.recipe ?? (isGroup ? 'asg-launch-template' : 'ec2-instance-profile'),
    launchTemplate: (inputs !== undefined && 'launchTemplate' in inputs ? inputs.launchTemplate : undefined) ?? 'version',
    kind: newRole === null && existingRole !== null ? 'existing' : 'create',
    name: newRole?.name ?? suggested,
    path: newRole?.path ?? '/',
    arn: existingRole ?? '',
    profileKind: newProfile === null && existingProfile !== null ? 'existing' : 'create',
    profileName: newProfile ?? newRole?.name ?? suggested,
    existingProfile: existingProfile ?? '',
    ...permissionDraftOf(inputs?.permissions),
    userData: inputs ? userDataOf(inputs.userData) : keyRemoval(workload).isHarmless ? 'remove-keys' : 'leave',
    edited: typeof inputs?.userData === 'object' ? inputs.userData.edited : [],
    changesMetadata: inputs?.metadataOptions !== undefined,
    httpTokens: inputs?.metadataOptions?.httpTokens ?? 'required',
    hopLimit: String(inputs?.metadataOptions?.hopLimit ?? ec2?.metadata.hopLimit ?? 1),
    rollOut: rollOutOf(inputs !== undefined && 'rollOut' in inputs ? inputs.rollOut : null, workload.desiredCount),
  };
}

const userDataOf = (asked: MovePlan['inputs']['userData']): MoveDraft['userData'] =>
  typeof asked === 'object' ? 'edited' : (asked ?? 'leave');

function rollOutOf(made: RollOut | null, instances: number): RollOutDraft {
  return {
    minHealthy: String(made?.minHealthyPercentage ?? 100),
    maxHealthy: String(made?.maxHealthyPercentage ?? 150),
    warmup: made?.instanceWarmup === undefined ? '' : String(made.instanceWarmup),
    checkpoints: made === null ? firstInstance(instances) : made.checkpoints.join(', '),
    delay: String(made?.checkpointDelay ?? 60),
    alarms: made?.alarms.join(', ') ?? '',
    protectedInstances: made?.protectedInstances ?? 'wait',
  };
}

/** Waits once when the first instance is replaced: what is wrong shows on one. */
const firstInstance = (instances: number): string => (instances > 1 ? `${Math.ceil(100 / instances)}, 100` : '');
