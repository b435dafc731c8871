import { DescribeServicesCommand, DescribeTaskDefinitionCommand, DescribeTasksCommand, ListTasksCommand } from '@aws-sdk/client-ecs';
import { expect, type Page, test } from '@playwright/test';
import { look, type Seen, signIn } from './support/browser.ts';
import { databaseOf, databaseRows, estateSecrets, filesBeneath, leaks } from './support/canary.ts';
import { type Console, startConsole } from './support/console.ts';
import { Script } from './support/http.ts';
import { awsOf, callsOf } from './support/sandbox.ts';

let console: Console;
const answers: Record<string, string> = {};
test.beforeAll(async () => {
  console = await startConsole();
});
test.afterAll(() => console?.stop());

test('C1 D2 D18: limbo goes from static keys to verified in the browser, and no call of it fails', async ({ page }) => {
  // Fifty pictures and axe on each: long on a busy machine.
  test.setTimeout(900_000);
  keepAnswers(page);
  const seen: Seen = {};
  const before = await limbo();
  expect(namesIn(before)).toEqual(expect.arrayContaining(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'SLACK_TOKEN']));

  await signIn(page, console);
  await look(page, '01-first-screen', seen);
  await page.getByRole('button', { name: 'Scan account: sandbox', exact: true }).click();
  await expect(page.getByText(/services? still carr|still carry|of \d+ workloads/i).first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('button', { name: 'Scan again: sandbox', exact: true })).toBeVisible({ timeout: 60_000 });
  await look(page, '02-overview', seen);

  await page.getByRole('link', { name: 'Workloads', exact: true }).click();
  await expect(page.getByRole('heading', { name: /^Workloads/ })).toBeVisible();
  await look(page, '03-workloads', seen);
  await page.getByRole('link', { name: 'limbo', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'limbo' })).toBeVisible();
  await look(page, '04-workload-identity', seen);
  for (const tab of ['Containers', 'Running', 'Revisions', 'Findings', 'History']) {
    await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
    await look(page, `04-workload-${tab.toLowerCase()}`, seen);
  }

  await page.getByRole('button', { name: 'Move to a role' }).click();
  await expect(page.getByRole('heading', { name: 'Understand' })).toBeVisible();
  await look(page, '05-understand', seen);
  await page.getByRole('button', { name: 'Choose the role' }).click();
  await page.getByLabel('Role name').fill('LimboTaskRole');
  await look(page, '06-role', seen);
  await page.getByRole('button', { name: 'Go on to permissions' }).click();
  await look(page, '07-permissions', seen);
  await page.getByRole('button', { name: 'Make the plan' }).click();
  await expect(page.getByRole('heading', { name: 'Prove' })).toBeVisible({ timeout: 30_000 });
  await look(page, '08-prove', seen);
  await page.getByRole('button', { name: 'Module 3 Permissions' }).click();
  await expect(page.getByText('User against role')).toBeVisible();
  await look(page, '09-permissions-compared', seen);
  await page.getByRole('button', { name: 'Module 5 Change' }).click();
  await look(page, '10-change', seen);

  for (const box of await page.getByRole('checkbox', { name: /^I know that this is not known/ }).all()) await box.check();
  await expect(page.getByRole('button', { name: 'Start the change' })).toBeDisabled();
  await page.getByLabel('Type limbo to confirm').fill('limbo');
  await page.getByRole('button', { name: 'Start the change' }).click();
  await expect(page.getByRole('heading', { name: 'Move of limbo' })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('Verified', { exact: true })).toBeVisible({ timeout: 90_000 });
  await look(page, '11-run', seen);

  for (const [link, heading] of [
    ['Overview', 'Overview'],
    ['Findings', 'Findings'],
    ['Access keys', 'Access keys'],
    ['Migrations', 'Migrations'],
    ['Activity', 'Activity'],
    ['Accounts', 'Accounts'],
  ] as const) {
    await page.getByRole('link', { name: link, exact: true }).first().click();
    await expect(page.getByRole('heading', { level: 1, name: new RegExp(`^${heading}`) })).toBeVisible();
    await look(page, `12-${heading.toLowerCase().replace(' ', '-')}`, seen);
  }

  await page.goto(`${console.url}/migrations?state=verified`);
  await expect(page.getByRole('row', { name: /limbo/ }).getByText('Verified', { exact: true })).toBeVisible();
  await page.getByRole('row', { name: /limbo/ }).getByRole('link', { name: 'limbo', exact: true }).click();
  await page.getByRole('button', { name: 'Module 6 Verify' }).click();
  await expect(page.getByRole('navigation', { name: 'Modules of this migration' }).getByText('verified', { exact: true })).toBeVisible();
  await look(page, '13-verified-plan', seen);

  const after = await limbo();
  expect(after.definition.taskDefinitionArn).not.toBe(before.definition.taskDefinitionArn);
  expect(withoutItsOwn(after.definition)).toEqual(withoutKeys(before.definition));
  expect(after.definition.taskRoleArn).toBe('arn:aws:iam::560921689673:role/LimboTaskRole');
  expect(after.tags).toEqual(before.tags);
  expect(variableOf(after, 'SLACK_TOKEN')).toBe(variableOf(before, 'SLACK_TOKEN'));
  expect(after.running.length).toBe(before.running.length);
  expect(new Set(after.running)).toEqual(new Set([after.definition.taskDefinitionArn]));
  const calls = await callsOf(console, 'limbo');
  expect(calls.failed, JSON.stringify(calls)).toBe(0);
  expect(calls.calls).toBeGreaterThan(10);
  expect(calls.identities.some((identity) => identity.includes('LimboTaskRole'))).toBe(true);

  const secrets = estateSecrets(console.dataDir);
  expect(secrets.length).toBeGreaterThan(10);
  expect(secrets, 'the canary looks for the values that limbo really had').toContain(variableOf(before, 'SLACK_TOKEN'));
  const script = new Script(console);
  for (const list of ['workloads', 'findings', 'keys', 'roles', 'plans', 'runs', 'audit', 'accounts']) await script.all(`/api/${list}`);
  const database = databaseOf(console.dataDir);
  expect(
    leaks(secrets, {
      ...seen,
      ...answers,
      ...Object.fromEntries(script.answers.map((text, index) => [`answer ${index}`, text])),
      ...(await databaseRows(database.url)),
      ...filesBeneath(database.folder),
      ...filesBeneath(console.dataDir, ['sandbox', 'postgres']),
      printed: console.printed(),
    }),
  ).toEqual([]);
});

/** Every answer that the browser got, for the canary. */
function keepAnswers(page: Page): void {
  page.on('response', (response) => {
    if (!response.url().includes('/api/')) return;
    response.text().then(
      (text) => {
        answers[`${response.request().method()} ${response.url()} ${Object.keys(answers).length}`] = text;
      },
      () => {
        // An event stream that is still open, or a page that went on: its text is searched on the screen.
      },
    );
  });
}

/** limbo as AWS tells it now: what its service runs, its tags, and the revision of every running task. */
async function limbo() {
  const aws = awsOf(console);
  try {
    const { services } = await aws.ecs.send(new DescribeServicesCommand({ cluster: 'limbo', services: ['limbo'] }));
    const { taskDefinition, tags } = await aws.ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: services?.[0]?.taskDefinition, include: ['TAGS'] }),
    );
    const { taskArns } = await aws.ecs.send(new ListTasksCommand({ cluster: 'limbo', serviceName: 'limbo' }));
    const { tasks } = await aws.ecs.send(new DescribeTasksCommand({ cluster: 'limbo', tasks: taskArns }));
    if (!taskDefinition) throw new Error('limbo has no task definition');
    return { definition: taskDefinition, tags, running: (tasks ?? []).map((task) => task.taskDefinitionArn) };
  } finally {
    aws.close();
  }
}

type Limbo = Awaited<ReturnType<typeof limbo>>;
type Definition = Limbo['definition'];

const environmentOf = ({ definition }: Limbo) => (definition.containerDefinitions ?? []).flatMap((one) => one.environment ?? []);
const namesIn = (of: Limbo) => environmentOf(of).map((entry) => entry.name);
const variableOf = (of: Limbo, name: string) => environmentOf(of).find((entry) => entry.name === name)?.value ?? '';

/** Without what each revision has of its own by definition, and what AWS computes from the rest (a task role asks for agents that know it). */
function withoutItsOwn({ taskDefinitionArn, revision, registeredAt, registeredBy, taskRoleArn, requiresAttributes, ...rest }: Definition) {
  return rest;
}

/** What the new revision must be: all of the old one but for the two variables. */
function withoutKeys(definition: Definition) {
  const keys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];
  return {
    ...withoutItsOwn(definition),
    containerDefinitions: definition.containerDefinitions?.map((one) => ({
      ...one,
      environment: one.environment?.filter((entry) => !keys.includes(entry.name ?? '')),
    })),
  };
}
