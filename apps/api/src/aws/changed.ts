import type { Changed } from './port.ts';

/** What a changing call answered, with AWS' request id for the journal. */
export const changed = <T>(value: T, answer: { $metadata: { requestId?: string | undefined } }): Changed<T> => ({
  value,
  requestId: answer.$metadata.requestId ?? null,
});

/** A record as the SDK's tags. */
export const tagList = (tags: Record<string, string>): { Key: string; Value: string }[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
