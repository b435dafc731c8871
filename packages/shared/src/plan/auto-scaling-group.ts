import { z } from 'zod';
import { instanceInputs } from './ec2-instance.ts';

/** Values that AWS takes; left out: its own defaults are not relied on, the recipe writes each out (D-75). */
const rollOut = z
  .strictObject({
    /** Percent of the desired capacity that stays in service, healthy and warm; 100 launches before it terminates. */
    minHealthyPercentage: z.number().int().min(0).max(100).default(100),
    /** Percent of the desired capacity that may run meanwhile; at most 100 above the minimum. */
    maxHealthyPercentage: z.number().int().min(100).max(200).default(150),
    /** Seconds after it is in service before an instance counts; left out: the group's own. */
    instanceWarmup: z.number().int().min(0).max(3600).optional(),
    /** Percentages at which it waits, rising; the last has to be 100. Empty: it goes through. */
    checkpoints: z.array(z.number().int().min(1).max(100)).max(10).default([]),
    /** Seconds that it waits at each. */
    checkpointDelay: z.number().int().min(0).max(172_800).default(60),
    /** Names of CloudWatch alarms: one that rings fails the roll-out. */
    alarms: z.array(z.string().min(1).max(255)).max(10).default([]),
    /** Instances that are protected from scale-in or in standby: waited for (an hour, then it fails), replaced, or left as they are. */
    protectedInstances: z.enum(['wait', 'replace', 'leave']).default('wait'),
  })
  .superRefine(({ minHealthyPercentage, maxHealthyPercentage, checkpoints }, { addIssue }) => {
    const refuse = (field: string, message: string) => addIssue({ code: 'custom', path: [field], message });
    if (maxHealthyPercentage - minHealthyPercentage > 100) refuse('maxHealthyPercentage', 'must be at most 100 above the minimum');
    if (checkpoints.some((one, index) => one <= (checkpoints[index - 1] ?? 0))) refuse('checkpoints', 'must rise');
    else if ((checkpoints.at(-1) ?? 100) !== 100) refuse('checkpoints', 'must end with 100, else the roll-out would stop before its end');
  });
export type RollOut = z.infer<typeof rollOut>;

export const groupInputs = instanceInputs.extend({
  /** `own`: a new launch template for this group alone, where others launch from the one that it has (D-73). Left out: `version`, a new one of that. */
  launchTemplate: z.enum(['version', 'own'], { error: 'must be "version" or "own"' }).optional(),
  rollOut: rollOut.default(() => rollOut.parse({})),
});
export type GroupInputs = z.infer<typeof groupInputs>;

const groupTargetInput = z.strictObject({ groupName: z.string().min(1).max(255) });

/** POST /api/plans with the recipe `asg-launch-template` (D9, D10): whatever the group launches from ends as a numbered template version. */
export const newGroupTemplatePlan = z.strictObject({
  recipe: z.literal('asg-launch-template'),
  accountId: z.string(),
  region: z.string(),
  target: groupTargetInput,
  inputs: groupInputs,
});

/** The same with `asg-launch-configuration` (D6): a copy of the group's launch configuration, where the account allows one. */
export const newGroupConfigurationPlan = newGroupTemplatePlan.extend({ recipe: z.literal('asg-launch-configuration') });

export type NewGroupPlan = z.infer<typeof newGroupTemplatePlan> | z.infer<typeof newGroupConfigurationPlan>;
export type GroupRecipe = NewGroupPlan['recipe'];

/** `target` of a plan of these recipes. */
export const groupTarget = z.object({
  groupName: z.string(),
  workloadId: z.string().nullable(),
  roleArn: z.string(),
  profileArn: z.string(),
  /** What the group launches from now and after the plan, in words: "launch configuration web-v5", "launch template web, version 2". */
  from: z.string(),
  to: z.string(),
  desiredCapacity: z.number().int().nullable(),
  /** Instances that exist from the same template and are in no group: the refresh does not replace them (D-76). */
  standalone: z.array(z.object({ instanceId: z.string(), name: z.string() })),
  /** Whom else the role serves in this Region, through which profile (A1, E5). */
  shared: z.array(z.object({ instanceId: z.string(), name: z.string(), profileName: z.string() })),
});
