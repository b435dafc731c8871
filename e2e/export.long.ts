import { expect, test } from '@playwright/test';
import { look, signIn } from './support/browser.ts';
import { type Console, startConsole } from './support/console.ts';
import { Script } from './support/http.ts';
import { accountNamed, planRole, scanAccount, workloadNamed } from './support/steps.ts';

let console: Console;
test.beforeAll(async () => {
  console = await startConsole();
});
test.afterAll(() => console?.stop());

test('B13 E13: a plan is seen, copied and downloaded as Terraform, CloudFormation and AWS CLI', async ({ page }) => {
  const script = new Script(console);
  await scanAccount(script, (await accountNamed(script, 'sandbox')).id);
  const limbo = await workloadNamed(script, 'limbo');
  await planRole(script, limbo, { role: { create: { name: 'LimboTaskRole' } } });
  await signIn(page, console);
  await page.goto(`${console.url}/workloads/${limbo.id}/migration?module=change`);
  await page.getByRole('button', { name: 'Export as' }).click();
  const file = (name: string) => page.getByRole('region', { name: `The ${name} file` });
  await expect(file('Terraform')).toContainText('resource "aws_ecs_task_definition" "limbo"');
  await look(page, 'export-terraform');
  await page
    .getByRole('radio', { name: 'AWS CLI' })
    .or(page.getByRole('button', { name: 'AWS CLI' }))
    .first()
    .click();
  await expect(file('AWS CLI')).toContainText('set -euo pipefail');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: /Download the AWS CLI file/ }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('limbo-task-role.sh');
  await page
    .getByRole('radio', { name: 'CloudFormation' })
    .or(page.getByRole('button', { name: 'CloudFormation' }))
    .first()
    .click();
  await expect(file('CloudFormation')).toContainText('AWS::ECS::TaskDefinition');
});
