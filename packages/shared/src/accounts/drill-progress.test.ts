import { expect, test } from 'vitest';
import type { DrillFacts } from './drill.ts';
import { drillProgress } from './drill-progress.ts';

const role = 'arn:aws:sts::560921689673:assumed-role/image-upload-web-drill/i-1';
const server = (more: Partial<DrillFacts['servers'][number]> = {}): DrillFacts['servers'][number] => ({
  instanceId: 'i-1',
  launchedFrom: 'v5',
  state: 'running',
  lifecycleState: 'InService',
  healthy: true,
  calls: 10,
  failed: 0,
  identity: 'arn:aws:iam::560921689673:user/image-upload',
  lastError: null,
  ...more,
});
const begun: DrillFacts = {
  region: 'us-east-1',
  workload: 'image-upload-web',
  userExists: true,
  policyIsNarrow: false,
  roleIsReady: false,
  launchesFrom: 'v5',
  launchConfigurations: { before: 'v5', after: 'drill' },
  servers: [server(), server()],
};
const gone = { ...begun, userExists: false };
const replaced = { ...gone, policyIsNarrow: true, roleIsReady: true, launchesFrom: 'drill' };
const moved = server({ launchedFrom: 'drill', identity: role });

test.each([
  ['as it was built', begun, 'not-begun', 'delete-user', '0 of 20 calls failed'],
  ['the key is deleted, IAM has not told yet', gone, 'outage', 'narrow-policy', 'IAM takes seconds'],
  ['calls fail', { ...gone, servers: [server({ failed: 10 }), server({ failed: 9 })] }, 'outage', 'narrow-policy', 'Outage: 19 of 20'],
  ['the group found every server unhealthy', { ...gone, servers: [] }, 'outage', 'narrow-policy', 'no call was seen'],
  ['one old server is left', { ...replaced, servers: [moved, server({ failed: 10 })] }, 'outage', 'replace-instances', 'Outage: 10 of 20'],
  [
    'the last old one ends',
    { ...replaced, servers: [moved, server({ state: 'shutting-down', failed: 3 })] },
    'recovering',
    undefined,
    'new servers start',
  ],
  [
    'one of the new ones calls nothing yet',
    { ...replaced, servers: [moved, { ...moved, calls: 0, identity: null }] },
    'recovering',
    undefined,
    '0 of 10',
  ],
  ['both upload as the role', { ...replaced, servers: [moved, moved] }, 'recovered', undefined, 'as the role'],
] as const)('D1: %s', (_name, facts, phase, next, says) => {
  const progress = drillProgress(facts as unknown as DrillFacts);
  expect(progress).toMatchObject({ phase, blocked: null, sentence: expect.stringContaining(says) });
  expect(progress.steps.find(({ state }) => state === 'next')?.id).toBe(next);
});

test('D1: servers that were moved already are not the document’s beginning: the drill says so and takes no step', () => {
  expect(drillProgress({ ...begun, launchesFrom: null }).blocked).toContain('launches from a launch template');
  const { sentence } = drillProgress({ ...begun, launchesFrom: null, servers: [moved, moved] } as unknown as DrillFacts);
  expect(sentence).toContain('The servers upload as a role: 0 of');
});
