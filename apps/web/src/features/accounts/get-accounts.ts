import type { Account } from '@rolewright/shared/accounts/account.ts';
import type { Page } from '@rolewright/shared/page.ts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';

const accountsOptions = queryOptions({
  queryKey: ['accounts'],
  queryFn: () => api<Page<Account>>('GET', '/api/accounts?limit=200'),
});

export const useAccounts = () => useQuery(accountsOptions);
