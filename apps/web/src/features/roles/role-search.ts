import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

/** What the screen shows, as the address has it: a list of roles, or the neighbourhood of `focus`. */
export interface RoleSearch {
  focus?: string | undefined;
  depth?: number | undefined;
  /** list: without the picture. */
  view?: 'graph' | 'list' | undefined;
}

export function useRoleSearch() {
  const { focus, depth = 2, view = 'graph' } = useSearch({ strict: false }) as RoleSearch;
  const navigate = useNavigate();
  const change = useCallback(
    (search: RoleSearch) => void navigate({ to: '.', search: ((old: object) => ({ ...old, ...search })) as never }),
    [navigate],
  );
  const toFocus = useCallback((id: string) => change({ focus: id }), [change]);
  return { focus, depth, view, change, toFocus };
}
