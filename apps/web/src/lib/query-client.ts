import { QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from './api.ts';

/** Where a visitor without a session is sent; what they wanted to see is kept. */
function askToSignIn(): void {
  if (location.pathname === '/sign-in') return;
  const wanted = location.pathname + location.search;
  location.assign(`/sign-in?next=${encodeURIComponent(wanted)}`);
}

/** Something happened in AWS: what was read of it before is older, and is asked for again, at once where it is shown. What tells of the event itself stays. */
export const readAgain = (client: QueryClient): void =>
  void client.invalidateQueries({ predicate: ({ queryKey: [kind] }) => kind !== 'run' && kind !== 'scan' });

export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      if (error instanceof ApiError && error.status === 401) askToSignIn();
    },
  }),
  defaultOptions: {
    // The server is on loopback mostly, which no network is needed for; and a change that waits for one would be made later, when nobody looks.
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      staleTime: 5_000,
      retry: (count, error) => count < 2 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500),
    },
  },
});
