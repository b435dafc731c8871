import type { Page } from '@rolewright/shared/page.ts';
import type { RoleGraph } from '@rolewright/shared/roles/graph.ts';
import type { RoleDetail, RoleRow } from '@rolewright/shared/roles/role.ts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
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

/** The neighbourhood of a focus; while the next one is read the last stays. */
export const useRoleGraph = (focus: string, depth: number) =>
  useQuery({
    queryKey: ['role-graph', focus, depth],
    queryFn: () => api<RoleGraph>('GET', withQuery('/api/roles/graph', { focus, depth })),
    placeholderData: keepPreviousData,
  });

/** One role whole; not asked for while the focus is no role. */
export const useRole = (arn: string, isRole: boolean) =>
  useQuery({
    queryKey: ['role', arn],
    queryFn: () => api<RoleDetail>('GET', `/api/roles/${encodeURIComponent(arn)}`),
    enabled: isRole,
  });
