import { z } from 'zod';

/** The reasons for which a request is refused. HTTP statuses are attached in the API alone (`apps/api/src/http/problem.ts`). */
export const errorCodes = [
  'bad-input',
  'not-signed-in',
  'forbidden',
  'not-found',
  'method-not-allowed',
  'conflict',
  'stale',
  'blocked',
  'too-large',
  'unavailable',
  'internal',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** An error that a person can act on. `message` says what to do; `detail` travels to the caller, so it never holds a secret. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly detail: Record<string, unknown>;
  constructor(code: ErrorCode, message: string, detail: Record<string, unknown> = {}) {
    super(message);
    this.name = 'AppError';
    this.code = code;
    this.detail = detail;
  }
}

/** RFC 9457 problem document, as every error of the API is answered. `fields` names the faulty fields and what is allowed. */
export const problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.enum(errorCodes),
  requestId: z.string(),
  fields: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  /** With `conflict`: the run or scan that is open already. */
  openId: z.string().optional(),
  /** With `method-not-allowed`: what is possible instead. */
  allow: z.array(z.string()).optional(),
  /** With `stale`: what moved since the plan was made, in sentences. */
  moved: z.array(z.string()).optional(),
});
export type Problem = z.infer<typeof problem>;
