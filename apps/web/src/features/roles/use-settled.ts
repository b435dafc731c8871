import { useEffect, useState } from 'react';

const milliseconds = 400;

/** Has the reader stayed with this focus for a moment? What takes long to answer is asked only then, so that walking on stays quick. */
export function useSettled(focus: string): boolean {
  const [settled, setSettled] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(focus), milliseconds);
    return () => clearTimeout(timer);
  }, [focus]);
  return settled === focus;
}
