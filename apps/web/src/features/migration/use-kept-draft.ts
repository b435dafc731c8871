import { useCallback, useState } from 'react';

/** What was typed and not planned yet, by what it is about: a person who looks something up on another screen comes back to it. Gone with the page. */
const kept = new Map<string, unknown>();

/** As useState, and the value is still there when the screen is opened again. `about`: another one, another draft. */
export function useKeptDraft<T>(about: string, begin: () => T): [T, (draft: T) => void] {
  const [draft, setDraft] = useState<T>(() => (kept.has(about) ? (kept.get(about) as T) : begin()));
  const keep = useCallback(
    (next: T) => {
      kept.set(about, next);
      setDraft(next);
    },
    [about],
  );
  return [draft, keep];
}
