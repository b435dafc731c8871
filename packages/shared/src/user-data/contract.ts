import { z } from 'zod';
import { longestDocument } from './longest-document.ts';

/** How a document is to be read. `plain`: anything else; it is looked at and never rewritten. */
export const documentKind = z.enum(['shell', 'dotenv', 'cloud-config', 'mime', 'gzip', 'powershell', 'plain']);
export type DocumentKind = z.infer<typeof documentKind>;

/** clean: no static key. automatic: the rewritten document has none. manual: a person edits it. Manual beats automatic beats clean. */
export const verdict = z.enum(['clean', 'automatic', 'manual']);
export type Verdict = z.infer<typeof verdict>;

/** One place of a document that carries a credential, or that nobody could read. Never the secret itself. */
export const documentFinding = z.object({
  /** From 1, in the document as it is shown: unpacked, the base64 of MIME parts decoded. */
  line: z.number().int().min(1),
  /** Name that the value is set under; null where it has none. */
  variable: z.string().nullable(),
  /** The access key id, or that of the pair which a secret belongs to; null where none is known. */
  keyId: z.string().nullable(),
  /** Whether the line goes by itself, and if not why, and what a person does about it. */
  why: z.string(),
});
export type DocumentFinding = z.infer<typeof documentFinding>;

/** A line of a document that may be shown: what is, or may be, a secret stands as `••••`. */
export const shownLine = z.object({
  text: z.string(),
  /** key: a finding lies here. masked: something else was hidden. */
  mark: z.enum(['key', 'masked', 'none']),
  /** What the rewriting does with the line. `changed`: part of it goes. */
  change: z.enum(['removed', 'changed', 'same']),
});
export type ShownLine = z.infer<typeof shownLine>;

/** POST /api/findings/inspect. */
export const inspectRequest = z.strictObject({
  kind: documentKind,
  /** Standard base64 of the document's bytes. */
  contentBase64: z.string().max(Math.ceil(longestDocument / 3) * 4, 'must be at most 512 KB before base64'),
});
export type InspectRequest = z.infer<typeof inspectRequest>;

export const inspectAnswer = z.object({
  verdict,
  findings: z.array(documentFinding),
  /** Only when the verdict is automatic: the document without the commands that set the key, packed as it came. */
  rewrittenBase64: z.string().optional(),
  /** The document as it may be shown, by line. */
  lines: z.array(shownLine),
  /** The same of the rewritten document. */
  rewrittenLines: z.array(shownLine).optional(),
});
export type InspectAnswer = z.infer<typeof inspectAnswer>;
