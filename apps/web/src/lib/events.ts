import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

/**
 * Keeps a query's data fresh from a stream of server-sent events, each of which has the whole GET body. EventSource comes back by itself when
 * the connection is lost.
 */
export function useEvents(path: string | null, queryKey: readonly unknown[]): void {
  const client = useQueryClient();
  const key = JSON.stringify(queryKey);
  useEffect(() => {
    if (path === null) return;
    const source = new EventSource(path);
    const take = (event: MessageEvent<string>) => client.setQueryData(JSON.parse(key) as unknown[], JSON.parse(event.data));
    for (const name of ['progress', 'state', 'step']) source.addEventListener(name, take);
    return () => source.close();
  }, [path, key, client]);
}
