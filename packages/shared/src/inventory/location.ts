import { z } from 'zod';

/** Address of a value in a task definition (D-09), or in the overrides of a running task. */
export const taskDefinitionLocation = z.object({
  taskDefinitionArn: z.string(),
  family: z.string(),
  revision: z.number().int(),
  revisionStatus: z.enum(['ACTIVE', 'INACTIVE', 'DELETE_IN_PROGRESS']),
  /** Set when the value lies in the overrides of a running task. */
  taskArn: z.string().nullable(),
  container: z.string(),
  place: z.enum(['environment', 'override']),
  variable: z.string(),
  /** Index in the environment list; names may occur twice (D-22). */
  index: z.number().int(),
});
export type TaskDefinitionLocation = z.infer<typeof taskDefinitionLocation>;

/** Address of a value in user data: of an instance, of a version of a launch template or of a launch configuration. */
export const userDataLocation = z.object({
  place: z.literal('user-data'),
  source: z.enum(['instance', 'launch-template-version', 'launch-configuration']),
  /** Instance id, id of the launch template, or name of the launch configuration. */
  id: z.string(),
  /** Of the launch template, or of the instance where it has one; else the same as `id`. */
  name: z.string(),
  /** Of a launch template; null elsewhere. */
  version: z.number().int().nullable(),
  /** From 1, in the unpacked document. */
  line: z.number().int(),
  /** null where the value has no name. */
  variable: z.string().nullable(),
});
export type UserDataLocation = z.infer<typeof userDataLocation>;

/** The address of one value, by the kind of place. */
export const location = z.discriminatedUnion('place', [taskDefinitionLocation, userDataLocation]);
export type Location = z.infer<typeof location>;
