import type { Page } from '@rolewright/shared/page.ts';
import type { RoleGraph } from '@rolewright/shared/roles/graph.ts';
import type { RoleDetail, RoleRow } from '@rolewright/shared/roles/role.ts';
import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api, withQuery } from '../../lib/api.ts';
import { type ListSearch, listParameters } from '../../ui/use-list-search.ts';

/** One page of roles as the address asks for it; those that reach furthest first unless another order is chosen. */
export const useRoles = (search: ListSearch) =>
  useQuery({
    queryKey: ['roles', search],
    queryFn: () => api<Page<RoleRow>>('GET', withQuery('/api/roles', { sort: 'reach', ...given(listParameters(search)), limit: 50 })),
    placeholderData: keepPreviousData,
  });

const given = (parameters: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined));

const graphQuery = (focus: string, depth: number) =>
  queryOptions({
    queryKey: ['role-graph', focus, depth],
    queryFn: () => api<RoleGraph>('GET', withQuery('/api/roles/graph', { focus, depth })),
  });

/** The neighbourhood of a focus; while the next one is read the last stays. */
export const useRoleGraph = (focus: string, depth: number) => useQuery({ ...graphQuery(focus, depth), placeholderData: keepPreviousData });

/** Reads the neighbourhood of a node that the pointer or the keyboard is on: it is there when it becomes the focus. */
export function useLookAhead(depth: number): (id: string) => void {
  const client = useQueryClient();
  return useCallback((id) => void client.prefetchQuery(graphQuery(id, depth)), [client, depth]);
}

/** One role whole; not asked for while the focus is no role. */
export const useRole = (arn: string, isRole: boolean) =>
  useQuery({
    queryKey: ['role', arn],
    queryFn: () => api<RoleDetail>('GET', `/api/roles/${encodeURIComponent(arn)}`),
    enabled: isRole,
  });
