import { z } from 'zod';

/** Name and path of a role that a plan creates (D-40). */
export const newRole = z.strictObject({
  name: z.string().regex(/^[\w+=,.@-]{1,64}$/, 'must be 1 to 64 characters of A-Z a-z 0-9 _ + = , . @ -'),
  path: z
    .string()
    .max(512)
    .regex(/^\/([\x21-\x7e]+\/)?$/, 'must begin and end with /')
    .optional(),
});

/** A role that a plan is about: to be created, or there already. */
export const roleInput = z.union([z.strictObject({ create: newRole }), z.strictObject({ existing: z.string().max(2048) })], {
  error: 'must be either {"create": {"name", "path"?}} or {"existing": the ARN of a role}',
});
export type RoleInput = z.infer<typeof roleInput>;
