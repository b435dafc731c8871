import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { fromIni } from '@aws-sdk/credential-providers';
import { chromium } from '@playwright/test';
import type { RoleGraph } from '@rolewright/shared/roles/graph.ts';
import config from '../e2e/playwright.config.ts';
import { type Console, startConsole } from '../e2e/support/console.ts';
import { Script } from '../e2e/support/http.ts';
import { accountNamed, scanAccount } from '../e2e/support/steps.ts';
import { atMost, type Figure } from './measure.ts';

/** An account takes 1,000 roles at most, so that 2,000 of them need both. */
const rolesEach = 980;
const accounts = ['sandbox', 'sandbox-data'];
const asked = 60;

/** A change of focus among 2,000 roles: the answer of the API, and the picture in a browser. */
export async function roleGraph(): Promise<Figure[]> {
  const console = await startConsole({ ROLEWRIGHT_SANDBOX_ESTATE: 'empty', ROLEWRIGHT_SCAN_SHARE: '100' });
  try {
    const script = new Script(console);
    const ids: string[] = [];
    for (const name of accounts) {
      const { id, awsAccountId } = await accountNamed(script, name);
      await createChain(console, name, awsAccountId ?? '');
      await scanAccount(script, id);
      ids.push(awsAccountId ?? '');
    }
    const { total } = await script.get<{ total: number }>('/api/roles?limit=1');
    if (total < 2 * rolesEach) throw new Error(`${total} roles were found, not ${2 * rolesEach}`);
    // The first answer after a scan reads all of them once.
    await graphOf(script, ids[0] ?? '', 0);
    const times: number[] = [];
    for (let index = 0; index < asked; index++) {
      const from = performance.now();
      const graph = await graphOf(script, ids[index % 2] ?? '', (index * 37) % rolesEach);
      times.push(performance.now() - from);
      if (graph.edges.length < 4) throw new Error(`the graph of role ${index} has ${graph.edges.length} edges`);
    }
    times.sort((one, other) => one - other);
    return [
      atMost(`graph of ${total} roles, change of focus, slowest of ${asked} answers`, times.at(-1) ?? Number.NaN, 'ms', 200),
      atMost('… and until the picture in a browser shows it, median of 10', await inBrowser(console, ids[0] ?? ''), 'ms', 200),
    ];
  } finally {
    await console.stop();
  }
}

const arnOf = (account: string, index: number): string => `arn:aws:iam::${account}:role/apps/app-${index}`;
const graphOf = (script: Script, account: string, index: number) =>
  script.get<RoleGraph>(`/api/roles/graph?focus=${encodeURIComponent(arnOf(account, index))}&depth=2`);

/** A long chain: each role trusts the one before and may assume the next; each tenth trusts its account, each 25th may assume any role. */
async function createChain(console: Console, profile: string, account: string): Promise<void> {
  const iam = new IAMClient({
    region: 'us-east-1',
    endpoint: console.sandbox().url,
    credentials: fromIni({ profile, filepath: path.join(console.dataDir, 'sandbox/aws-credentials'), configFilepath: '/nonexistent' }),
  });
  const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
  const trusting = (Principal: object) => ({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' });
  const tasks = trusting({ Service: 'ecs-tasks.amazonaws.com' });
  await inParallel(rolesEach, async (index) => {
    const RoleName = `app-${index}`;
    await iam.send(new CreateRoleCommand({ RoleName, Path: '/apps/', AssumeRolePolicyDocument: policy(tasks) }));
    const next = index % 25 === 0 ? `arn:aws:iam::${account}:role/*` : arnOf(account, (index + 1) % rolesEach);
    const may = [
      { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: `arn:aws:s3:::data-${index}/*` },
      { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: next },
    ];
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'own', PolicyDocument: policy(...may) }));
  });
  // Principals that were just created are not known everywhere yet (D-50).
  await sleep(2000);
  await inParallel(rolesEach, async (index) => {
    const before = { AWS: arnOf(account, (index + rolesEach - 1) % rolesEach) };
    const chain = { ...trusting(before), Condition: { StringEquals: { 'sts:ExternalId': `id-of-${index}` } } };
    const PolicyDocument = policy(tasks, chain, ...(index % 10 === 0 ? [trusting({ AWS: account })] : []));
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: `app-${index}`, PolicyDocument }));
  });
  iam.destroy();
}

async function inParallel(total: number, one: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < total) await one(next++);
  };
  await Promise.all(Array.from({ length: 12 }, worker));
}

/** Milliseconds from the click on a node until it stands in the middle with its neighbours, median. */
async function inBrowser(console: Console, account: string): Promise<number> {
  const browser = await chromium.launch(config.use?.launchOptions ?? {});
  try {
    const page = await browser.newPage();
    await page.goto(console.address);
    await page.waitForURL(/\/overview/);
    await page.goto(`${console.url}/roles?focus=${encodeURIComponent(arnOf(account, 101))}&view=graph`);
    const times: number[] = [];
    for (let index = 102; index < 112; index++) {
      const node = page.locator(`[data-node="${arnOf(account, index)}"]`);
      await node.waitFor();
      // As a reader does: who looks first, and then goes on.
      await page.getByText('that were asked').waitFor();
      await page.waitForLoadState('networkidle');
      // Measured inside the page, so that the time of the test's own messages is not counted.
      times.push(
        await node.evaluate(
          (button: HTMLElement, [arn, neighbour]) =>
            new Promise<number>((resolve) => {
              const from = performance.now();
              const look = () => {
                const focus = document.querySelector(`[data-node="${arn}"][aria-current="true"]`);
                if (focus && document.querySelector(`[data-node="${neighbour}"]`)) resolve(performance.now() - from);
                else requestAnimationFrame(look);
              };
              button.click();
              look();
            }),
          [arnOf(account, index), arnOf(account, index + 2)],
        ),
      );
    }
    return times.sort((one, other) => one - other)[Math.floor(times.length / 2)] ?? Number.NaN;
  } finally {
    await browser.close();
  }
}
