import { drillFacts } from '@rolewright/shared/accounts/drill.ts';
import { AppError } from '@rolewright/shared/error.ts';
import type { SandboxDrill } from './drill-port.ts';
import type { SandboxAccess } from './sandbox-credentials.ts';

/** The drill by the sandbox's admin API, which makes its calls as the account's administrator. Throws `unavailable` where it does not answer. */
export function sandboxDrill(sandbox: () => SandboxAccess | null): SandboxDrill {
  async function ask(init: RequestInit, query = '') {
    const access = sandbox();
    if (access === null) throw new AppError('unavailable', 'The sandbox does not run. Start the console again.');
    const headers = { authorization: `Bearer ${access.token.reveal()}` };
    const answer = await fetch(new URL(`/_sandbox/drill${query}`, access.url), { ...init, headers }).catch(() => null);
    if (answer?.status === 404) return null;
    if (answer?.status === 409) {
      const { message } = (await answer.json()) as { message: string };
      throw new AppError(
        'unavailable',
        `The sandbox refused a call of the drill, as AWS would: ${message} Press the step again in some seconds.`,
      );
    }
    if (answer?.ok !== true) throw new AppError('unavailable', 'The sandbox did not carry out the drill’s call. Try again in a moment.');
    return drillFacts.parse(await answer.json());
  }
  return {
    facts: (account) => ask({ method: 'GET' }, `?account=${account}`),
    take: (account, step) => ask({ method: 'POST', body: JSON.stringify({ account, step }) }),
  };
}
