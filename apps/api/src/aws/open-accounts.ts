import { AppError } from '@rolewright/shared/error.ts';
import type { AwsCredentialIdentity } from '@smithy/types';
import type { Db } from '../store/database.ts';
import type { AwsAccounts } from './accounts.ts';
import { alarmsRead } from './alarms.ts';
import { autoScalingRead } from './auto-scaling.ts';
import { attempts, createClients, type ServiceClients } from './clients.ts';
import { cloudformationRead } from './cloudformation.ts';
import { trailEvents } from './cloudtrail.ts';
import { credentialsFor, type Purpose, warningFor } from './credentials.ts';
import { ec2Read } from './ec2.ts';
import { ecsRead } from './ecs.ts';
import { rulesWithTaskDefinitions } from './events.ts';
import { groupRead } from './group-reads.ts';
import { iamRead } from './iam.ts';
import { instanceProfilesRead } from './instance-profiles.ts';
import { instanceRead } from './instance-reads.ts';
import { type Meter, newMeter, type RateLimiter } from './limiter.ts';
import type { AwsChange, AwsPort } from './port.ts';
import { probeObjects } from './probe-objects.ts';
import type { SandboxAccess } from './sandbox-credentials.ts';
import { secondOpinions } from './second-opinions.ts';
import { storedRead } from './stored.ts';
import { accessKeyAccount, callerIdentity } from './sts.ts';
import { templateRead } from './template-reads.ts';
import { tryRole } from './try-role.ts';

interface AccountOf {
  id: string;
  access: Parameters<typeof credentialsFor>[0]['access'];
  endpoint_url: string | null;
  aws_account_id: string | null;
}

interface Parts {
  db: Db;
  limiter: RateLimiter;
  sandbox: () => SandboxAccess | null;
  changeOf: (clients: ServiceClients) => AwsChange;
}

/**
 * AWS for the registered accounts: SDK clients per account and Region over credentials per account and purpose, all paced by one limiter.
 * `sandbox` tells where the embedded sandbox is; `changeOf` makes the writing half of a port from its own clients.
 */
export function openAccounts({ db, limiter, sandbox, changeOf }: Parts): AwsAccounts {
  const credentials = new Map<string, ReturnType<typeof credentialsFor>>();
  const ports = new Map<string, AwsPort>();
  /** AWS' own ids by ours, once an account has said who it is. */
  const awsIds = new Map<string, string>();

  function credentialsOf(account: AccountOf, region: string, endpoint: string | null, purpose: Purpose) {
    // By Region, whose own STS gives them: where one is not enabled the others go on (D-87).
    const key = `${account.id}|${purpose}|${region}`;
    const made = credentials.get(key) ?? credentialsFor({ access: account.access, region, endpoint, purpose, sandbox: sandbox() });
    credentials.set(key, made);
    return made;
  }

  const endpointOf = ({ access, endpoint_url }: AccountOf) => (access.kind === 'sandbox' ? (sandbox()?.url ?? endpoint_url) : endpoint_url);

  async function accountOf(accountId: string) {
    const account = await db
      .selectFrom('account')
      .select(['id', 'access', 'regions', 'endpoint_url', 'aws_account_id'])
      .where('id', '=', accountId)
      .executeTakeFirst();
    if (account === undefined) throw new AppError('not-found', `There is no account ${accountId}.`);
    return account;
  }

  function portOf(account: AccountOf, region: string, meter: Meter): AwsPort {
    const endpoint = endpointOf(account);
    // Asked for at each call: ports that were made before the account said who it is pay from the same buckets as those made later.
    const payer = () => `${endpoint ?? 'aws'}|${awsIds.get(account.id) ?? account.aws_account_id ?? account.id}`;
    const budget = { limiter, account: payer, region, meter };
    const clientsFor = (purpose: Purpose, tries: number): ServiceClients =>
      createClients({ region, endpoint, credentials: credentialsOf(account, region, endpoint, purpose), budget, attempts: tries });
    /** Clients of a session that is tried; they end with the call. */
    const clientsAs = (identity: AwsCredentialIdentity): ServiceClients =>
      createClients({ region, endpoint, credentials: () => Promise.resolve(identity), budget, attempts: attempts.read });
    const read = clientsFor('read', attempts.read);
    const change = clientsFor('change', attempts.change);
    // What the operator asks changes nothing: it is repeated like every read.
    const operator = clientsFor('change', attempts.read);
    return {
      accountId: account.id,
      region,
      async identity() {
        const identity = await callerIdentity(read.sts);
        awsIds.set(account.id, identity.awsAccountId);
        return identity;
      },
      operator: () => callerIdentity(operator.sts),
      tryRole: (call, options) => tryRole(operator, clientsAs, call, options),
      read: {
        ...ecsRead(read.ecs),
        ...iamRead(read.iam),
        ...ec2Read(read.ec2),
        ...autoScalingRead(read.autoScaling),
        ...instanceProfilesRead(read.iam),
        ...instanceRead(read),
        ...groupRead(read.autoScaling),
        ...templateRead(read.ec2),
        ...alarmsRead(read.cloudwatch),
        ...cloudformationRead(read.cloudformation),
        ...storedRead(read),
        rulesWithTaskDefinitions: rulesWithTaskDefinitions(read.events),
        trailEvents: trailEvents(read.cloudtrail),
        accessKeyAccount: (keyId) => accessKeyAccount(read.sts, keyId),
      },
      secondOpinions: secondOpinions(read),
      change: changeOf(change),
      probe: probeObjects(operator.s3),
    };
  }

  return {
    async port(accountId, region, meter) {
      const key = `${accountId}|${region}`;
      const known = meter === undefined ? ports.get(key) : undefined;
      if (known !== undefined) return known;
      const account = await accountOf(accountId);
      const port = portOf(account, region, meter ?? newMeter());
      if (meter === undefined) ports.set(key, port);
      return port;
    },
    async warning(accountId) {
      const account = await accountOf(accountId);
      const region = account.regions[0] ?? 'us-east-1';
      return warningFor({ access: account.access, region, endpoint: endpointOf(account), purpose: 'read', sandbox: sandbox() });
    },
    forget(accountId) {
      awsIds.delete(accountId);
      for (const store of [credentials, ports]) {
        for (const key of store.keys()) if (key.startsWith(`${accountId}|`)) store.delete(key);
      }
    },
  };
}
