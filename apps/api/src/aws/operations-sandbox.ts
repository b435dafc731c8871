import { AppError } from '@rolewright/shared/error.ts';
import type { SeenOperation } from '@rolewright/shared/iam/seen-operation.ts';
import type { OperationSource } from './operation-source.ts';
import type { SandboxAccess } from './sandbox-credentials.ts';

/** What keys did in the sandbox, from its admin API: it authorises every call, object calls and metrics too. */
export function sandboxOperations(sandbox: () => SandboxAccess | null): OperationSource {
  return {
    async seen({ keyIds }) {
      const access = sandbox();
      if (access === null) throw new AppError('unavailable', 'The sandbox does not run. Start the console again.');
      if (keyIds.length === 0) return { since: new Date().toISOString(), sight: 'every-call', items: [], notVisible: [] };
      const address = new URL('/_sandbox/operations', access.url);
      for (const keyId of keyIds) address.searchParams.append('accessKeyId', keyId);
      const answer = await fetch(address, { headers: { authorization: `Bearer ${access.token.reveal()}` } }).catch(() => null);
      if (answer === null || !answer.ok) throw new AppError('unavailable', 'The sandbox did not answer. Try again in a moment.');
      const { since, complete, items } = (await answer.json()) as { since: string; complete: boolean; items: SeenOperation[] };
      const notVisible = complete ? [] : ['More different calls were made than the sandbox remembers: some are missing here.'];
      return { since, sight: complete ? 'every-call' : 'some-calls', items, notVisible };
    },
  };
}
