import { z } from 'zod';
import { userDataInput } from './edited-user-data.ts';
import { roleInput } from './role-input.ts';

/** What IAM takes as the name of an instance profile. */
export const profileName = z.string().regex(/^[\w+=,.@-]{1,128}$/, 'must be 1 to 128 characters of A-Z a-z 0-9 _ + = , . @ -');

/** Path of profiles that plans make: the operator role may make them there only (D-94). EC2 goes by the name, so that it changes nothing else. */
export const ownProfilePath = '/rolewright/';

export const instanceInputs = z.strictObject({
  role: roleInput,
  /** By name: EC2 takes a profile, never a role (D-42). */
  profile: z.union([z.strictObject({ create: z.strictObject({ name: profileName }) }), z.strictObject({ existing: profileName })], {
    error: 'must be either {"create": {"name"}} or {"existing": the name of an instance profile}',
  }),
  /** `none`: nothing is added; what the application needs the role has, or reaches over a chain (E1). Left out: `carry-over`. */
  permissions: z
    .union([z.literal('carry-over'), z.literal('none'), z.strictObject({ document: z.record(z.string(), z.unknown()) })], {
      error: 'must be "carry-over", "none" or {"document": a policy document}',
    })
    .optional(),
  /** A second cause of failure in the same change, so that it is left as it is unless asked for (D-78). */
  metadataOptions: z.strictObject({ httpTokens: z.enum(['optional', 'required']), hopLimit: z.number().int().min(1).max(64) }).optional(),
  /** `remove-keys` and `edited`: a running instance is stopped and started for it (D-67). Left out: `leave`. */
  userData: userDataInput.optional(),
});
export type InstanceInputs = z.infer<typeof instanceInputs>;

/** POST /api/plans with the recipe `ec2-instance-profile`. */
export const newInstancePlan = z.strictObject({
  recipe: z.literal('ec2-instance-profile'),
  accountId: z.string(),
  region: z.string(),
  target: z.strictObject({
    instanceId: z.string().regex(/^i-[0-9a-f]{8,17}$/, 'must be the id of an instance, such as i-0a1b2c3d4e5f60718'),
  }),
  inputs: instanceInputs,
});
export type NewInstancePlan = z.infer<typeof newInstancePlan>;

/** `target` of a plan of this recipe. */
export const instanceTarget = z.object({
  instanceId: z.string(),
  /** Its Name tag, else its id. */
  name: z.string(),
  /** The workload of the last scan that it is, if there is one. */
  workloadId: z.string().nullable(),
  roleArn: z.string(),
  profileArn: z.string(),
  /** Whom else the role serves in this Region, through which profile (A1, E5). */
  shared: z.array(z.object({ instanceId: z.string(), name: z.string(), profileName: z.string() })),
});
