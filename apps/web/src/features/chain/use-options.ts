import type { DuplicateOrAssume } from '@rolewright/shared/proof/duplicate-or-assume.ts';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';

/** Both options of a plan's access; they are of the plan's own snapshot, so that they do not change. */
export const useOptions = (planId: string) =>
  useQuery({
    queryKey: ['options', planId],
    queryFn: () => api<DuplicateOrAssume>('GET', `/api/plans/${planId}/duplicate-or-assume`),
    staleTime: Number.POSITIVE_INFINITY,
  });
