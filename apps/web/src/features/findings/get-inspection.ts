import { encodeBase64 } from '@rolewright/shared/user-data/base64.ts';
import type { DocumentKind, InspectAnswer } from '@rolewright/shared/user-data/contract.ts';
import { longestDocument } from '@rolewright/shared/user-data/longest-document.ts';
import { useCallback, useEffect, useState } from 'react';
import { api } from '../../lib/api.ts';

interface Inspection {
  data?: InspectAnswer;
  error?: Error;
  /** A newer document is under way; `data` is of the one before. */
  isChecking: boolean;
}

/**
 * What the console says of the bytes, once they rest. Kept in no cache: with the component that asks it is gone. `bytes` must be the same array
 * for the same document; null asks nothing.
 */
export function useInspection(bytes: Uint8Array | null, kind: DocumentKind): Inspection & { retry: () => void } {
  const [state, setState] = useState<Inspection>({ isChecking: false });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (bytes === null || bytes.length === 0) return setState({ isChecking: false });
    let isOver = false;
    setState((before) => ({ ...before, isChecking: true }));
    const timer = setTimeout(async () => {
      const next = await ask(bytes, kind);
      if (!isOver) setState(next);
    }, 250);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [bytes, kind, attempt]);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  return { ...state, retry };
}

async function ask(bytes: Uint8Array, kind: DocumentKind): Promise<Inspection> {
  if (bytes.length > longestDocument) {
    return { isChecking: false, error: new Error('The document is longer than 512 KB, which is the most that is taken.') };
  }
  try {
    const data = await api<InspectAnswer>('POST', '/api/findings/inspect', { kind, contentBase64: encodeBase64(bytes) });
    return { isChecking: false, data };
  } catch (error) {
    return { isChecking: false, error: error instanceof Error ? error : new Error(String(error)) };
  }
}
