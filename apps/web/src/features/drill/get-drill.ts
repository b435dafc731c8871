import type { Drill, DrillStepId } from '@rolewright/shared/accounts/drill.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ApiError, api } from '../../lib/api.ts';
import { readAgain } from '../../lib/query-client.ts';

const pathOf = (accountId: string) => `/api/accounts/${accountId}/drill`;

/** Where the drill stands and what is seen, every two seconds. */
export const useDrill = (accountId: string) =>
  useQuery({ queryKey: ['drill', accountId], queryFn: () => api<Drill>('GET', pathOf(accountId)), refetchInterval: 2_000 });

/** Has this account the web servers that the drill is about? False while that is not known. */
export function useHasDrill(account: { id: string; kind: string }): boolean {
  const { data } = useQuery({
    queryKey: ['has-drill', account.id],
    queryFn: async () => {
      try {
        await api<Drill>('GET', pathOf(account.id));
        return true;
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return false;
        throw error;
      }
    },
    enabled: account.kind === 'sandbox',
    staleTime: 60_000,
  });
  return data === true;
}

/** Carries out a step. */
export function useTakeStep(accountId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (step: DrillStepId) => api<Drill>('POST', pathOf(accountId), { step }),
    onSuccess: (drill) => {
      client.setQueryData(['drill', accountId], drill);
      readAgain(client);
    },
  });
}
