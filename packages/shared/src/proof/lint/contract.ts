import { z } from 'zod';

/** What a pasted text is. */
export const lintKind = z.enum(['policy', 'trust', 'terraform', 'cloudformation']);
export type LintKind = z.infer<typeof lintKind>;

/** POST /api/proof/lint. */
export const lintRequest = z.strictObject({
  kind: lintKind,
  text: z.string().max(200_000, 'must be at most 200,000 characters'),
});
export type LintRequest = z.infer<typeof lintRequest>;

/** A policy that was found in the text. */
export const lintedDocument = z.object({
  name: z.string(),
  kind: z.enum(['policy', 'trust']),
  fromLine: z.number().int(),
  toLine: z.number().int(),
});
export type LintedDocument = z.infer<typeof lintedDocument>;

export const lineFinding = z.object({
  code: z.string(),
  /** block: AWS refuses it, or this project never writes it. unread: what could not be resolved, so that nothing is said of it. */
  severity: z.enum(['block', 'warn', 'unread']),
  line: z.number().int(),
  message: z.string(),
  fix: z.string(),
  /** A document to put in the place of the one that the finding is about, with the references of the text as they are. */
  proposal: z.record(z.string(), z.unknown()).optional(),
});
export type LineFinding = z.infer<typeof lineFinding>;

/** Documents and findings in the order of their lines. */
export const lintAnswer = z.object({ documents: z.array(lintedDocument), findings: z.array(lineFinding) });
export type LintAnswer = z.infer<typeof lintAnswer>;
