import { z } from 'zod';
import { sessionNameProblem } from '../iam/session-name.ts';
import { chainDelivery } from './chain-delivery.ts';
import { newRole, roleInput } from './role-input.ts';

const reason = z.string().trim().min(10, 'must say why in at least 10 characters').max(500);

/** Session tags and source identity of a call, as AWS takes them. Source: STS API_AssumeRole. */
const sourceIdentity = z
  .string()
  .regex(/^(?!aws:)[\w+=,.@-]{2,64}$/, 'must be 2 to 64 characters of A-Z a-z 0-9 _ + = , . @ - and not begin with aws:');
const tags = z
  .record(z.string().regex(/^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/iu), z.string().regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u))
  .refine((given) => Object.keys(given).length <= 50, 'must be at most 50 tags');

/** How the caller of a link names and marks its session. */
export const chainSession = z.strictObject({
  /** Template: `app-{task-id}`, `{instance-id}`; legal characters, at most 64 after the longest expansion (E11, D-53). */
  name: z
    .string()
    .max(200)
    .superRefine((template, context) => {
      const problem = sessionNameProblem(template);
      if (problem !== null) context.addIssue({ code: 'custom', message: problem });
    }),
  /** true: the trust policy takes only names of this form. */
  enforceName: z.boolean(),
  sourceIdentity: sourceIdentity.optional(),
  tags: tags.optional(),
  /** Seconds that a session is asked for; 3600 when left out. A role that calls gets an hour at most (D-49). */
  durationSeconds: z
    .number('must be a number of seconds')
    .int()
    .min(900, 'must be at least 900 seconds: 15 minutes')
    .max(43_200, 'must be at most 43200 seconds: 12 hours')
    .optional(),
});

/** One link of a chain: a role, and how it is assumed by what stands before it. */
export const chainLink = z.strictObject({
  /** The registered account of this link's role. */
  accountId: z.string(),
  role: roleInput,
  /** `generate`: the trust policy asks for an id that the console makes and never shows. Otherwise the reason why none is right. */
  externalId: z.union([z.literal('generate'), z.strictObject({ none: reason })], {
    error: 'must be "generate" or {"none": the reason, at least 10 characters}',
  }),
  session: chainSession,
  /**
   * What the role may do itself, added as an inline policy. Needed for the last role of a chain when it is created. `reason`: why a document
   * that lint blocks is wanted all the same (E6).
   */
  permissions: z.strictObject({ document: z.record(z.string(), z.unknown()), reason: reason.optional() }).optional(),
});
export type ChainLinkInput = z.infer<typeof chainLink>;

/** The user whose access keys the chain takes the place of: nothing that the roles may do is to go beyond it. */
const comparedWith = z.strictObject({ userArn: z.string().max(2048) });

export const roleChainInputs = z.strictObject({
  links: z.array(chainLink).min(1).max(2),
  /** Left out: the caller, where it is a user, or who owns the keys that the caller's workload carries. */
  comparedWith: comparedWith.optional(),
  /** What the application needs is stored within the run; left out: by hand. */
  delivery: chainDelivery.optional(),
});
export type RoleChainInputs = z.infer<typeof roleChainInputs>;

/** role1: what calls. `create` makes a role for ECS tasks, or for instances of EC2, which may then do nothing but assume (E1). */
export const chainCaller = z.union(
  [
    z.strictObject({ roleArn: z.string().max(2048) }),
    z.strictObject({ userArn: z.string().max(2048) }),
    z.strictObject({
      create: newRole.extend({
        /** Which service hands the role to what runs; ecs-tasks when left out. An instance takes it by way of a profile (D-42). */
        service: z.enum(['ecs-tasks', 'ec2'], { error: 'must be ecs-tasks or ec2' }).optional(),
      }),
    }),
  ],
  { error: 'must be {"roleArn": ARN}, {"userArn": ARN} or {"create": {"name", "path"?, "service"?}}' },
);
export type ChainCallerInput = z.infer<typeof chainCaller>;

/** POST /api/plans with the recipe `role-chain`. */
export const newRoleChainPlan = z.strictObject({
  recipe: z.literal('role-chain'),
  /** The registered account of role1. */
  accountId: z.string(),
  region: z.string(),
  target: z.strictObject({ caller: chainCaller }),
  inputs: roleChainInputs,
});
export type NewRoleChainPlan = z.infer<typeof newRoleChainPlan>;

/** Whom a plan's chain is made of, caller first; for pictures and lists. */
export const chainMember = z.object({
  arn: z.string(),
  name: z.string(),
  kind: z.enum(['role', 'user']),
  /** true: the plan creates it. */
  create: z.boolean(),
  /** The registered account, and AWS' 12 digits. */
  accountId: z.string(),
  awsAccountId: z.string(),
});

/** `target` of a plan of this recipe. */
export const roleChainTarget = z.object({
  caller: chainCaller,
  /** role1 → role2 → …, by names. */
  name: z.string(),
  members: z.array(chainMember),
});

/** One CloudFormation stack of a chain: its account, and the members that it makes or changes. */
export const chainStack = z.object({ awsAccountId: z.string(), members: z.array(z.string()) });
export type ChainStack = z.infer<typeof chainStack>;
