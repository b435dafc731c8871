import { z } from 'zod';
import { regionName } from '../accounts/account.ts';
import { deliveryProblems } from './delivery-problems.ts';

/** What an application may be handed, each in one form. */
export const deliveryForms = [
  'aws-config',
  'config-wrapper',
  'secrets-manager',
  'ssm-parameter',
  'dcos',
  'marathon',
  'chain-variables',
  'shell',
  'python',
  'javascript',
  'go',
  'java',
  'terraform',
  'metadataproxy',
  'kube2iam',
  'rotation',
] as const;
export type DeliveryForm = (typeof deliveryForms)[number];

/** Where the application runs, and so where its first credentials come from (D-08). */
export const callerKind = z.enum(['ecs-task', 'ec2-instance', 'environment']);
export type CallerKind = z.infer<typeof callerKind>;

const deliveryLink = z.strictObject({
  /** The role that is assumed in this link. */
  roleArn: z.string().min(1).max(2048),
  /** none: the trust asks for none. placeholder: it is filled in from the secret store. A value goes into the secret's content alone (D-48). */
  externalId: z.union([z.enum(['none', 'placeholder']), z.strictObject({ value: z.string().min(2).max(1224) })]),
  /** Template of the session name, with `{task-id}` or `{instance-id}`; null leaves the name to the SDK. */
  sessionName: z.string().min(2).max(128).nullable(),
  /** null leaves STS its default of one hour. */
  durationSeconds: z.number().int().min(900, 'must be 900 at least').max(43_200, 'must be 43200 at most').nullable(),
});
export type DeliveryLink = z.infer<typeof deliveryLink>;

const application = z.strictObject({
  /** `/instance-profile-app`: the path under which its secret lies. */
  name: z.string().regex(/^\/?[a-z0-9]([a-z0-9/-]*[a-z0-9])?$/, 'must be lower-case letters, digits, - and /'),
  /** Where the AWS config file is written when the application starts. */
  configFile: z
    .string()
    .regex(/^\/[\w./-]+$/, 'must be an absolute path of letters, digits, ., _, - and /')
    .default('/tmp/awsconfig'),
  /** How it comes to its credentials: by the SDK's default chain, by its own code, or it knows access keys in the environment only. */
  credentials: z.enum(['default-chain', 'passed-in-code', 'cannot-assume']).default('default-chain'),
});

/** Body of POST /api/export/delivery: a chain of one to three roles, in the order in which they are assumed. */
export const deliveryRequest = z
  .strictObject({
    region: regionName,
    caller: z.strictObject({ kind: callerKind, accountId: z.string().regex(/^\d{12}$/, 'must be the 12 digits of the caller’s account') }),
    links: z.array(deliveryLink).min(1, 'must hold one link at least').max(3, 'must hold three links at most'),
    application: application.default({ name: '/app', configFile: '/tmp/awsconfig', credentials: 'default-chain' }),
    /** Left out: the one that the caller has. */
    credentialSource: z.enum(['EcsContainer', 'Ec2InstanceMetadata', 'Environment']).optional(),
    /** A Marathon application as JSON, to be rewritten; for the form `marathon`. */
    marathonApp: z.record(z.string(), z.unknown()).optional(),
    /** A new external id for the last role, and the trust policy that it has now; for the form `rotation`. */
    rotation: z
      .strictObject({
        newExternalId: z.string().regex(/^[\w+=,.@:/-]{22,1224}$/, 'must be 22 to 1224 letters, digits and _+=,.@:/-'),
        trust: z.record(z.string(), z.unknown()),
      })
      .optional(),
    /** Left out: all that fit. */
    forms: z.array(z.enum(deliveryForms)).min(1, 'must name one form at least').optional(),
  })
  .superRefine((request, context) => {
    for (const { path, message } of deliveryProblems(request)) context.addIssue({ code: 'custom', path, message });
  });
export type Delivery = z.infer<typeof deliveryRequest>;

export const deliveryFile = z.object({
  name: z.string(),
  form: z.enum(deliveryForms),
  language: z.enum(['ini', 'shell', 'json', 'python', 'javascript', 'go', 'java', 'hcl', 'yaml', 'diff']),
  content: z.string(),
  /** What it is for and what is to be done with it. */
  note: z.string(),
});
export type DeliveryFile = z.infer<typeof deliveryFile>;

/** A way in which a container comes to a role of its own (B12). */
export const containerWay = z.object({
  id: z.enum(['ecs-task-role', 'pod-identity', 'irsa', 'metadataproxy', 'kube2iam']),
  name: z.string(),
  /** It can begin this chain where the application runs. */
  fits: z.boolean(),
  why: z.string(),
  /** What has to be so before it works. */
  prerequisites: z.array(z.string()),
  /** What becomes of the external id. */
  externalId: z.string(),
  /** Trust policy of the role that the container begins as, with variables for envsubst. */
  trust: z.record(z.string(), z.unknown()),
  /** The forms that hand it over; empty where the role's trust policy and the AWS config file are all. */
  forms: z.array(z.enum(deliveryForms)),
});
export type ContainerWay = z.infer<typeof containerWay>;

/** Its answer. `remaining` is the secret material that stays once the chain is in use, with the reason (A19). */
export const deliveryAnswer = z.object({
  files: z.array(deliveryFile),
  warnings: z.array(z.string()),
  remaining: z.array(z.object({ name: z.string(), why: z.string() })),
  /** How much of the application changes. */
  change: z.object({ kind: z.enum(['configuration-only', 'code', 'script']), why: z.string() }),
  /** Those that fit first. */
  ways: z.array(containerWay),
});
export type DeliveryAnswer = z.infer<typeof deliveryAnswer>;
