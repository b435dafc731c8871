import type { LintAnswer, LintKind } from '@rolewright/shared/proof/lint/contract.ts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../../lib/api.ts';

/** What is wrong with the text, once typing rests; the last answer stays until the next one comes. */
export function useFindings(kind: LintKind, text: string) {
  const rested = useRested(text, 300);
  return useQuery({
    queryKey: ['lint', kind, rested],
    queryFn: () => api<LintAnswer>('POST', '/api/proof/lint', { kind, text: rested }),
    placeholderData: keepPreviousData,
    // A text of a moment ago is not worth keeping.
    gcTime: 0,
  });
}

function useRested(text: string, milliseconds: number): string {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), milliseconds);
    return () => clearTimeout(timer);
  }, [text, milliseconds]);
  return rested;
}
