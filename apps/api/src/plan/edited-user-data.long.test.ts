import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { settled } from '../testing/chains.ts';
import { askForEdits, edit, editedOf } from '../testing/edits.ts';
import { named } from '../testing/instance-runs.ts';
import { askForInstance, instanceNamed, launch, planInstance, userDataOf } from '../testing/instances.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { checkOf } from '../testing/runs.ts';
import { scanBothAccounts } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

let console: TestConsole;
let instanceId: string;
beforeAll(async () => {
  console = await openTestConsole({ lives: true });
  await scanBothAccounts(console);
  instanceId = instanceNamed(console, 'docker-host');
});
afterAll(() => console.close());

const docker = 'docker run -d --restart=always --name renderer -e AWS_REGION=us-east-1 renderer:4.1';
/** Both export lines go, and the container is not given what they set. */
const whole = [edit(3, 5, docker)];

test('D8 D-68: user data that needs a person is shown by line and masked, and its edits are checked with the exact difference', async () => {
  const now = await editedOf(console, { instanceId });
  expect(now).toMatchObject({ verdict: 'manual', whyNotEditable: null, edited: { verdict: 'manual' } });
  expect(now.lines[3]?.text).toBe('export AWS_SECRET_ACCESS_KEY=••••');
  expect(now.lines.map(({ mark }) => mark)).toEqual(['none', 'none', 'key', 'key', 'none']);
  const half = await editedOf(console, { instanceId }, [edit(3, 3)]);
  expect(half.edited.findings.map(({ line }) => line)).toEqual([3]);
  const passed = await editedOf(console, { instanceId }, [edit(3, 4)]);
  expect(passed.edited.doubts[0]).toMatch(/^Line 3 still names AWS_ACCESS_KEY_ID, /);
  const { edited } = await editedOf(console, { instanceId }, whole);
  expect(edited).toMatchObject({ verdict: 'clean', problems: [], findings: [] });
  expect(edited.diff.map(({ kind }) => kind)).toEqual(['same', 'same', 'removed', 'removed', 'removed', 'added']);
  expect(edited.diff.at(-1)?.text).toBe(docker);
  const absent = await launch(console, 'builder', 'bare', { userData: '' });
  expect((await askForEdits(console, { instanceId: absent })).body).toEqual({ state: 'absent' });
});

test('D8 D-67: the plan takes the edits: stop, write, start; it says what a person did, and its diff has both sides', async () => {
  const { fingerprint } = await editedOf(console, { instanceId });
  const plan = await planInstance(console, instanceId, named('RendererRole', { userData: { edited: [{ fingerprint, edits: whole }] } }));
  expect(plan.blockedBy).toEqual([]);
  expect(plan.toAcknowledge).toContain('user-data');
  expect(checkOf(plan, 'user-data').evidence.join(' ')).toMatch(/A person edited it: 3 lines go, 1 line comes; .* No key is left/);
  const write = plan.steps.find(({ kind }) => kind === 'remove-user-data-keys');
  expect(write?.title).toBe(`Write the user data of ${instanceId} as it was edited`);
  expect(write?.diff?.lines.at(-1)).toMatchObject({ kind: 'added', text: docker });
  for (const format of plan.exports) {
    const { status, text } = await console.call(`/api/plans/${plan.id}/export?format=${format}`);
    expect(status, format).toBe(200);
    if (format === 'cli') expect(text).toContain(`# In place of lines 3 to 5 comes:\n#   ${docker}\n`);
  }
});

test('D8: edits that leave a key block the plan, and the lines of the edited text are named', async () => {
  const { fingerprint } = await editedOf(console, { instanceId });
  const userData = { edited: [{ fingerprint, edits: [edit(3, 3)] }] };
  const plan = await planInstance(console, instanceId, named('RendererRole', { userData }));
  expect(plan.blockedBy).toContain('user-data');
  expect(checkOf(plan, 'user-data').evidence[0]).toMatch(/^Line 3 of the edited text: /);
  expect(plan.steps.some(({ kind }) => kind === 'remove-user-data-keys')).toBe(false);
});

test('D8: a typed secret is refused by field and line, by the check and by the plan, and is neither answered nor kept', async () => {
  const { fingerprint } = await editedOf(console, { instanceId });
  const secret = ['Q4x9Tr0ub4dor', 'zz3'].join('&');
  const edits = [edit(3, 5, docker, `export DB_PASSWORD=${secret}`)];
  const field = 'edits.0.lines.1';
  const checked = await askForEdits(console, { instanceId }, edits, fingerprint);
  expect(checked).toMatchObject({ status: 400, body: { fields: [{ field }] } });
  const answer = await askForInstance(console, instanceId, named('RendererRole', { userData: { edited: [{ fingerprint, edits }] } }));
  expect(answer).toMatchObject({ status: 400, body: { fields: [{ field: `inputs.userData.edited.0.${field}` }] } });
  expect(answer.text).toContain('Secrets Manager');
  expect(console.answers.join('\n')).not.toContain(secret);
});

test('D8: edits that EC2 would not take are refused with the reason', async () => {
  const { fingerprint } = await editedOf(console, { instanceId });
  const ask = async (...edits: ReturnType<typeof edit>[]) =>
    (await askForInstance(console, instanceId, named('X', { userData: { edited: [{ fingerprint, edits }] } }))).body.fields;
  expect((await ask(edit(9, 9)))?.[0]?.message).toBe('The document does not have these lines.');
  expect((await ask(edit(1, 5, docker)))?.[0]?.message).toMatch(/^line 1 of the edited text: It begins otherwise/);
});

test('D8: where the document was changed meanwhile, check, plan and start say that it is stale', async () => {
  const id = await launch(console, 'builder', 'moving', { userData: userDataOf(console, instanceId) });
  await settled(console);
  const { fingerprint } = await editedOf(console, { instanceId: id });
  const strange = 'a'.repeat(64);
  expect((await askForEdits(console, { instanceId: id }, whole, strange)).body).toMatchObject({ code: 'stale' });
  const answer = await askForInstance(console, id, named('X', { userData: { edited: [{ fingerprint: strange, edits: whole }] } }));
  expect(answer).toMatchObject({ status: 409, body: { code: 'stale' } });
  expect(fingerprint).not.toBe(strange);
});

test('D8: nothing that the console answered in all this holds a secret key', () => {
  const text = console.answers.join('\n');
  const accounts = Object.values(console.sandbox.world.state.accounts);
  const secrets = accounts.flatMap(({ iam }) => Object.values(iam.accessKeys).map(({ secretAccessKey }) => secretAccessKey));
  expect(secrets.length).toBeGreaterThan(5);
  for (const secret of secrets) expect(text).not.toContain(secret);
});
