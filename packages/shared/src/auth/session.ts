import { z } from 'zod';

/** POST /api/sign-in: the one-time code of the address that `npm start` printed. */
export const signIn = z.strictObject({ code: z.string().min(1).max(200) });

/** GET /api/session: who is signed in. */
export const session = z.object({
  /** `operator` (this browser) or `script` (bearer token). */
  actor: z.string(),
  /** null for the bearer token, which does not expire. */
  expiresAt: z.string().nullable(),
});
export type Session = z.infer<typeof session>;

/** POST /api/sign-in-codes: a fresh one-time code, for the second `npm start` on the same data. */
export const signInCode = z.object({ code: z.string(), expiresAt: z.string() });
