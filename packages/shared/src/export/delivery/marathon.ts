import { keyIdsIn } from '../../aws/key-id.ts';
import { isCredentialVariable } from '../../aws/task-definition.ts';
import { diffLines } from '../../diff/line-diff.ts';
import { AppError } from '../../error.ts';
import { classifyValue } from '../../findings/classify.ts';
import type { Delivery, DeliveryFile } from '../delivery.ts';
import { writeConfig } from './config-wrapper.ts';
import { secretPath } from './dcos.ts';
import { shellVariable } from './variable-arn.ts';

type Json = Record<string, unknown>;

/**
 * A Marathon application moved onto the chain: static keys out, the secret with the AWS config in, the command started through a wrapper that
 * writes the file; every other field as it was (A9, A10). Throws AppError `bad-input` where a key stands in a place that the SDKs do not read
 * by themselves, since the application would miss it (D-12), and where there is no command to wrap.
 */
export function marathonApp(delivery: Delivery, app: Json): Json {
  const before = objectOf(app.env);
  const env = Object.fromEntries(Object.entries(before).filter(([name]) => !isCredentialVariable(name) && name !== 'AWS_PROFILE'));
  const secrets = withoutUnused(objectOf(app.secrets), before, env);
  const name = freeName(secrets, secretPath(delivery).slice(1));
  const moved = {
    ...app,
    env: { ...env, AWS_CONFIG: { secret: name }, AWS_CONFIG_FILE: delivery.application.configFile },
    secrets: { ...secrets, [name]: { source: secretPath(delivery).slice(1) } },
    cmd: wrapped(app.cmd),
  };
  const place = placeOfKey(moved, 'marathonApp');
  if (place !== null) {
    throw refuse(
      place,
      'holds an access key that the application passes on by itself; change the application first, since no profile can replace it',
    );
  }
  return moved;
}

/** The application, and what has changed in it with secret-looking values left out. */
export function marathonFiles(delivery: Delivery, app: Json): DeliveryFile[] {
  const moved = marathonApp(delivery, app);
  const lines = diffLines(shownLines(app), shownLines(moved)).map(
    ({ kind, text }) => `${{ same: ' ', removed: '-', added: '+', folded: '@' }[kind]} ${text}`,
  );
  return [
    {
      name: 'marathon-app.json',
      form: 'marathon',
      language: 'json',
      content: `${JSON.stringify(moved, null, 2)}\n`,
      note: 'The application with the secret in the place of its static keys. All other fields are as they were.',
    },
    {
      name: 'marathon-app.diff',
      form: 'marathon',
      language: 'diff',
      content: `${lines.join('\n')}\n`,
      note: 'What changes. Values that look like secrets are left out here.',
    },
  ];
}

/** The command, with what writes the config file before it. A compound one becomes a shell's, since `exec a && b` would never come to b. */
function wrapped(cmd: unknown): string {
  if (typeof cmd !== 'string' || cmd.trim() === '') {
    throw refuse('marathonApp.cmd', 'must be the command to wrap; an application without one starts start.sh from its image');
  }
  const command = cmd.trim().replace(/^(echo( -e)?|printf\s+'[^']*') "?\$\{?AWS_CONFIG\}?"? *> *\S+ *&& */, '');
  const isSimple = /^[\w./-]+( +[\w./:=@%+,-]+)*$/.test(command);
  const run = isSimple ? command : `sh -c '${command.replaceAll("'", "'\\''")}'`;
  return `${writeConfig(shellVariable('AWS_CONFIG_FILE'))} && unset AWS_CONFIG && exec ${run}`;
}

/** Secrets that only the removed variables named go with them. */
function withoutUnused(secrets: Json, before: Json, after: Json): Json {
  const namedBy = (env: Json): Set<unknown> => new Set(Object.values(env).map((value) => objectOf(value).secret));
  const [was, is] = [namedBy(before), namedBy(after)];
  return Object.fromEntries(Object.entries(secrets).filter(([name]) => !was.has(name) || is.has(name)));
}

/** The name under which the secret stands already, or the first of secret0, secret1, … that is free. */
function freeName(secrets: Json, source: string): string {
  const own = Object.entries(secrets).find(([, value]) => objectOf(value).source === source);
  if (own) return own[0];
  let index = 0;
  while (`secret${index}` in secrets) index += 1;
  return `secret${index}`;
}

function placeOfKey(node: unknown, place: string): string | null {
  if (typeof node === 'string') return keyIdsIn(node).length > 0 ? place : null;
  if (typeof node !== 'object' || node === null) return null;
  for (const [name, value] of Object.entries(node)) {
    const found = placeOfKey(value, `${place}.${name}`);
    if (found !== null) return found;
  }
  return null;
}

function shownLines(app: Json): string[] {
  const env = Object.fromEntries(
    Object.entries(objectOf(app.env)).map(([name, value]) => [
      name,
      typeof value === 'string' && classifyValue(name, value).class !== 'plain' ? '(left out)' : value,
    ]),
  );
  return JSON.stringify({ ...app, env }, null, 2).split('\n');
}

const objectOf = (value: unknown): Json => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {});

const refuse = (field: string, message: string): AppError =>
  new AppError('bad-input', `${field}: ${message}.`, { fields: [{ field, message }] });
