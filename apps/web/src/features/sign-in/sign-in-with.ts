import { api } from '../../lib/api.ts';
import { queryClient } from '../../lib/query-client.ts';
import { overviewQuery } from '../overview/get-overview.ts';

const send = (code: string): Promise<unknown> => api('POST', '/api/sign-in', { code });

/** The code of the printed address, and its answer until the screen has taken that. */
let begun: { code: string; answer: Promise<unknown> | null } | null = null;

/** Begins to check the code of the printed address, and fetches the screen that comes next, while the screen that shows it is on its way. */
export function beginSignIn(code: string): void {
  if (begun?.code === code) return;
  const answer = send(code);
  begun = { code, answer };
  answer.then(
    () => queryClient.prefetchQuery(overviewQuery(undefined)),
    () => undefined,
  );
  void import('../overview/overview-page.tsx');
}

/** Signs in with a code; the answer to one that is being checked already is taken, and it is not sent twice. Throws ApiError. */
export function signInWith(code: string): Promise<unknown> {
  const answer = begun?.code === code ? begun.answer : null;
  if (begun) begun.answer = null;
  return answer ?? send(code);
}
