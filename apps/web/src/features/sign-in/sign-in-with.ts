import { api } from '../../lib/api.ts';
import { queryClient } from '../../lib/query-client.ts';
import { overviewQuery } from '../overview/get-overview.ts';

let begun: { code: string; answer: Promise<unknown> } | null = null;

/** Signs in with a code; one that is being checked already is not sent twice. Throws ApiError. */
export const signInWith = (code: string): Promise<unknown> => (begun?.code === code ? begun.answer : api('POST', '/api/sign-in', { code }));

/** Begins to check the code of the printed address, and fetches the screen that comes next, while the screen that shows it is on its way. */
export function beginSignIn(code: string): void {
  if (begun?.code === code) return;
  const answer = api('POST', '/api/sign-in', { code });
  begun = { code, answer };
  answer.then(
    () => queryClient.prefetchQuery(overviewQuery(undefined)),
    () => {
      begun = null;
    },
  );
  void import('../overview/overview-page.tsx');
}
