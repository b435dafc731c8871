import { useSyncExternalStore } from 'react';

const query = matchMedia('(max-width: 1199px)');

/** Whether the window is too narrow for every column of a wide table. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => query.matches,
  );
}
