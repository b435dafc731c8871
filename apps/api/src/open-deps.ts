import { randomUUID } from 'node:crypto';
import { AppError } from '@rolewright/shared/error.ts';
import { loadApiToken } from './auth/api-token.ts';
import type { AwsAccounts } from './aws/accounts.ts';
import { awsChange } from './aws/change.ts';
import type { RateLimiter } from './aws/limiter.ts';
import { awsObservations } from './aws/observations-aws.ts';
import { sandboxObservations } from './aws/observations-sandbox.ts';
import { openAccounts } from './aws/open-accounts.ts';
import { awsOperations } from './aws/operations-aws.ts';
import { sandboxOperations } from './aws/operations-sandbox.ts';
import type { SandboxAccess } from './aws/sandbox-credentials.ts';
import { sandboxDrill } from './aws/sandbox-drill.ts';
import { sandboxNetwork } from './aws/sandbox-network.ts';
import type { Config } from './config.ts';
import type { Deps } from './deps.ts';
import { loadFingerprint } from './findings/fingerprint.ts';
import { refreshPrincipals } from './inventory/refresh-principals.ts';
import { refreshProfiles } from './inventory/refresh-profiles.ts';
import { refreshWorkload } from './inventory/refresh-workload.ts';
import type { Queue } from './jobs/queue.ts';
import type { Logger } from './log.ts';
import { loadExternalIds } from './plan/external-ids.ts';
import type { Db } from './store/database.ts';

/** What main.ts started and the dependencies are made of. `resetSandbox` is null where no sandbox runs. */
export interface Parts {
  config: Config;
  log: Logger;
  db: Db;
  queue: Queue;
  limiter: RateLimiter;
  sandbox: (SandboxAccess & { reset: () => Promise<void> }) | null;
  /** Ports at which the console listens; filled in once it does. */
  ownPorts: readonly number[];
}

/** Joins the parts into what the verbs need. Keys and tokens of this installation are made in the data directory at first use. */
export async function openDeps({ config, log, db, queue, limiter, sandbox, ownPorts }: Parts): Promise<Deps> {
  const aws = openAccounts({ db, limiter, sandbox: () => sandbox, changeOf: awsChange });
  const deps: Deps = {
    config,
    log,
    db,
    queue,
    apiToken: await loadApiToken(config.dataDir),
    aws,
    ...sourcesOf(db, aws, sandbox),
    probeNetwork: { ...sandboxNetwork(sandbox, (accountId) => awsAccountInSandbox(db, accountId)), ownPorts },
    resetSandbox: async () => {
      if (sandbox === null) throw new AppError('unavailable', 'The sandbox is not running. Start the console again.');
      await sandbox.reset();
    },
    drill: sandboxDrill(() => sandbox),
    refreshWorkload: async (workloadId) => {
      try {
        await refreshWorkload(deps, workloadId);
      } catch (error) {
        log.warn({ workloadId, error: (error as Error).name }, 'a workload could not be read again; the next scan will');
      }
    },
    refreshPrincipals: async (touched) => {
      try {
        await refreshPrincipals(deps, touched);
      } catch (error) {
        log.warn({ error: (error as Error).name }, 'users and roles that a run changed could not be read again; the next scan will');
      }
    },
    refreshProfiles: async (touched) => {
      try {
        await refreshProfiles(deps, touched);
      } catch (error) {
        log.warn({ error: (error as Error).name }, 'instance profiles that a run changed could not be read again; the next scan will');
      }
    },
    fingerprint: await loadFingerprint(config.dataDir),
    externalId: await loadExternalIds(config.dataDir),
    now: () => new Date(),
    newId: (kind) => `${kind}_${randomUUID()}`,
  };
  return deps;
}

/** 12 digits of an account of the sandbox; null for every other. */
async function awsAccountInSandbox(db: Db, accountId: string): Promise<string | null> {
  const account = await db.selectFrom('account').select(['kind', 'aws_account_id']).where('id', '=', accountId).executeTakeFirst();
  return account?.kind === 'sandbox' ? account.aws_account_id : null;
}

/** The sandbox sees every call that is made in it; of AWS CloudTrail and last-used dates must do. */
function sourcesOf(db: Db, aws: AwsAccounts, sandbox: SandboxAccess | null): Pick<Deps, 'observations' | 'operations'> {
  const [seconds, secondsOnAws] = [sandboxObservations(() => sandbox), awsObservations(aws)];
  const [calls, callsOnAws] = [sandboxOperations(() => sandbox), awsOperations({ db, aws })];
  const inSandbox = async (accountId: string): Promise<boolean> => (await awsAccountInSandbox(db, accountId)) !== null;
  return {
    observations: {
      of: async (workload, since) => ((await inSandbox(workload.accountId)) ? seconds : secondsOnAws).of(workload, since),
    },
    operations: { seen: async (keys) => ((await inSandbox(keys.accountId)) ? calls : callsOnAws).seen(keys) },
  };
}
