import type { UserDataCheckAnswer, UserDataPlace } from '@rolewright/shared/plan/user-data-check.ts';
import type { LineEdit } from '@rolewright/shared/user-data/line-edits.ts';
import { useCallback, useEffect, useState } from 'react';
import { api } from '../../lib/api.ts';

interface Asked {
  accountId: string;
  region: string;
  place: UserDataPlace;
  /** Of the document that was edited; left out: as it is now. */
  fingerprint?: string;
  edits: readonly LineEdit[];
}

interface Checked {
  data?: UserDataCheckAnswer;
  error?: Error;
  /** Newer edits are under way; `data` is of those before. */
  isChecking: boolean;
}

/**
 * What user data is in AWS now, and would be with the edits, asked once they rest; null asks nothing. Kept in no cache.
 */
export function useUserDataCheck(asked: Asked | null): Checked & { retry: () => void } {
  const [state, setState] = useState<Checked>({ isChecking: asked !== null });
  const [attempt, setAttempt] = useState(0);
  // As JSON, so that the same question is asked once.
  const body = asked === null ? null : JSON.stringify(asked);
  useEffect(() => {
    if (body === null) return setState(({ data }) => ({ ...(data ? { data } : {}), isChecking: false }));
    let isOver = false;
    setState(({ data }) => ({ ...(data ? { data } : {}), isChecking: true }));
    const timer = setTimeout(async () => {
      const next = await ask(JSON.parse(body));
      if (!isOver) setState(({ data }) => ({ ...(data ? { data } : {}), ...next }));
    }, 400);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [body, attempt]);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  return { ...state, retry };
}

async function ask(body: object): Promise<Checked> {
  try {
    return { isChecking: false, data: await api<UserDataCheckAnswer>('POST', '/api/plans/user-data', body) };
  } catch (error) {
    return { isChecking: false, error: error instanceof Error ? error : new Error(String(error)) };
  }
}
