import { AppError } from '@rolewright/shared/error.ts';
import { decodeBase64, encodeBase64 } from '@rolewright/shared/user-data/base64.ts';
import type { InspectAnswer, InspectRequest } from '@rolewright/shared/user-data/contract.ts';
import { inspectUserData } from '@rolewright/shared/user-data/inspect.ts';
import { longestDocument } from '@rolewright/shared/user-data/longest-document.ts';

/**
 * POST /api/findings/inspect: a document that somebody has, and not one that a scan found. Nothing is stored, nothing is written to the log,
 * AWS is not asked. Throws bad-input where `contentBase64` is not the base64 of at most `longestDocument` bytes.
 */
export function inspectDocument({ kind, contentBase64 }: InspectRequest): InspectAnswer {
  const bytes = decodeBase64(contentBase64);
  if (bytes === null) throw refused('must be standard base64 with its padding, without white space');
  if (bytes.length > longestDocument) throw refused('must be at most 512 KB before base64');
  const { verdict, findings, rewritten, lines, rewrittenLines } = inspectUserData(bytes, kind);
  return { verdict, findings, lines, ...(rewritten === undefined ? {} : { rewrittenBase64: encodeBase64(rewritten), rewrittenLines }) };
}

function refused(message: string): AppError {
  return new AppError('bad-input', `contentBase64: ${message}.`, { fields: [{ field: 'contentBase64', message }] });
}
