import { cloudTrailOf } from '../state/cloudtrail.ts';
import { type Ec2Place, ec2Places, type StoredInstance } from '../state/ec2.ts';
import { observations } from './observations.ts';
import { startRunner } from './runner.ts';
import { startTestSandbox } from './test-sandbox.ts';

/** What of an event is looked at here. */
interface TrailedCall {
  eventName: string;
  userIdentity: { arn?: string };
  requestParameters: { roleArn?: string; roleSessionName?: string } | null;
}

const at = { accountId: '560921689673', region: 'us-east-1' } as const;

/** Waits until a condition holds; fails after half a minute. */
export async function settled(condition: () => boolean): Promise<void> {
  for (let wait = 0; wait < 600; wait++) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('nothing happened for half a minute');
}

/** The estate's instances at work, ten times as fast as on AWS, and what tests do to them as the account's root. */
export async function openInstances() {
  const sandbox = await startTestSandbox(0.1);
  const runner = startRunner({ url: sandbox.url, token: sandbox.token });
  const isHome = ({ account, region }: Ec2Place) => account.id === at.accountId && region === at.region;
  const place = [...ec2Places(sandbox.world)].find(isHome)!;
  const { invoke } = sandbox;
  return {
    at,
    place,
    invoke,
    named: (name: string): StoredInstance => Object.values(place.ec2.instances).find(({ tags }) => tags.Name === name)!,

    /** What was seen of a workload, optionally as one identity only. */
    seen(workload: string, identity = '') {
      const rows = observations(sandbox.world, { workload }).filter((row) => row.identity.includes(identity));
      const sum = (of: 'calls' | 'failed') => rows.reduce((total, row) => total + row[of], 0);
      const instanceIds = new Set(rows.map(({ instanceId }) => instanceId));
      return {
        calls: sum('calls'),
        failed: sum('failed'),
        errors: [...new Set(rows.flatMap(({ lastError }) => lastError ?? []))],
        instanceIds,
      };
    },

    trail: (): TrailedCall[] => cloudTrailOf(place.account, at.region).events.map(({ json }) => JSON.parse(json) as TrailedCall),

    async role(RoleName: string, trust: object, document: object): Promise<string> {
      const create = { RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) };
      const { Role } = await invoke({ ...at, service: 'iam', operation: 'CreateRole', input: create });
      const input = { RoleName, PolicyName: 'own', PolicyDocument: JSON.stringify(document) };
      await invoke({ ...at, service: 'iam', operation: 'PutRolePolicy', input });
      return Role?.Arn ?? '';
    },

    async profile(InstanceProfileName: string, RoleName: string): Promise<void> {
      await invoke({ ...at, service: 'iam', operation: 'CreateInstanceProfile', input: { InstanceProfileName } });
      await invoke({ ...at, service: 'iam', operation: 'AddRoleToInstanceProfile', input: { InstanceProfileName, RoleName } });
    },

    async restart(instance: StoredInstance): Promise<void> {
      const input = { InstanceIds: [instance.instanceId] };
      const { boots } = instance;
      await invoke({ ...at, service: 'ec2', operation: 'StopInstances', input });
      await settled(() => instance.state === 'stopped');
      await invoke({ ...at, service: 'ec2', operation: 'StartInstances', input });
      await settled(() => instance.boots > boots);
    },

    async close(): Promise<void> {
      await runner.stop();
      await sandbox.close();
    },
  };
}
