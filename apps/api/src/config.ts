import path from 'node:path';
import { endpointProblem, isLoopback } from '@rolewright/shared/accounts/endpoint.ts';
import { Secret } from '@rolewright/shared/secret.ts';
import { z } from 'zod';
import { isLongTermKey } from './aws/own-key.ts';
import { StartError } from './start-error.ts';

/** What the environment may say, parsed once at start; nothing else in the API reads `process.env`. */
export interface Config {
  /** TCP port of the console; 0 = any free one. */
  port: number;
  /** Loopback address to listen on. */
  host: string;
  /** Absolute path of the data directory. */
  dataDir: string;
  /** Connection string of the user's own PostgreSQL; absent = the embedded one. A Secret, because it may hold a password. */
  databaseUrl?: Secret<string>;
  sandbox: {
    /** TCP port of the sandbox; 0 = any free one. */
    port: number;
    estate: 'legacy' | 'empty';
    /** `published` = the token buckets of D-80, `off` = no throttling. */
    rates: 'published' | 'off';
    /** Factor on every duration of the sandbox; 0.05 = twenty times as fast. */
    timeScale: number;
    /** Last-used dates and CloudTrail appear as late as on AWS. */
    trueDelays: boolean;
  };
  /** Address of one extra, AWS-compatible account. */
  awsEndpointUrl?: string;
  /** Share of AWS's published request rates that a scan may use, in percent. */
  scanSharePercent: number;
  /** The environment holds a long-term access key (D-91); `behind-profile`: AWS_PROFILE is set too, and the SDK prefers that. */
  ownKey?: 'long-term' | 'behind-profile';
}

/** A value of the environment that cannot be used. `message` is one sentence per variable, each with what is allowed. */
export class ConfigError extends StartError {
  override name = 'ConfigError';
}

type Environment = Record<string, string | undefined>;

const wholeNumber = z.string().regex(/^\d+$/).transform(Number);
const port = wholeNumber.pipe(z.number().max(65_535));
const loopbackHost = z.string().refine(isLoopback);
const portAllowed = 'a whole number from 0 to 65535 (0 = any free port)';

const variables = {
  PORT: { schema: port.default(4600), allowed: portAllowed },
  HOST: {
    schema: loopbackHost.default('127.0.0.1'),
    allowed: 'a loopback address (127.0.0.1, ::1 or localhost), because the console has no sign-in for people on other machines yet',
  },
  ROLEWRIGHT_DATA_DIR: { schema: z.string().default('.rolewright'), allowed: 'the path of a directory' },
  DATABASE_URL: {
    schema: z.string().refine(isPostgresUrl).optional(),
    allowed: 'postgres://user:password@host:port/database',
    hide: true,
  },
  ROLEWRIGHT_SANDBOX_PORT: { schema: port.default(4601), allowed: portAllowed },
  ROLEWRIGHT_SANDBOX_ESTATE: { schema: z.enum(['legacy', 'empty']).default('legacy'), allowed: '"legacy" or "empty"' },
  ROLEWRIGHT_SANDBOX_RATES: { schema: z.enum(['published', 'off']).default('off'), allowed: '"published" or "off"' },
  ROLEWRIGHT_SANDBOX_TIME_SCALE: {
    schema: z
      .string()
      .regex(/^\d*\.?\d+$/)
      .transform(Number)
      .pipe(z.number().positive())
      .default(1),
    allowed: 'a number above 0, such as 1 or 0.05',
  },
  ROLEWRIGHT_SANDBOX_TRUE_DELAYS: { schema: z.enum(['on', 'off']).default('off'), allowed: '"on" or "off"' },
  AWS_ENDPOINT_URL: {
    schema: z
      .string()
      .refine((text) => endpointProblem(text) === null)
      .optional(),
    allowed: 'an https address, or an http address on loopback, without a user name or password in it',
    hide: true,
  },
  ROLEWRIGHT_SCAN_SHARE: {
    schema: wholeNumber.pipe(z.number().min(1).max(100)).default(50),
    allowed: "a whole number from 1 to 100 (percent of AWS's published request rates)",
  },
} satisfies Record<string, { schema: z.ZodType; allowed: string; hide?: boolean }>;

type Variables = typeof variables;
type Values = { [Name in keyof Variables]: z.output<Variables[Name]['schema']> };

/**
 * Reads the configuration out of an environment. Pure: nothing is changed and no file is looked at.
 * An empty string counts as unset; a relative data directory is taken from `checkoutRoot`.
 * @throws ConfigError naming every wrong variable and what is allowed; values that may hold a password are not repeated
 */
export function parseConfig(env: Environment, checkoutRoot: string): Config {
  const values: Record<string, unknown> = {};
  const wrong: string[] = [];
  for (const [name, variable] of Object.entries(variables)) {
    const given = env[name] === '' ? undefined : env[name];
    const parsed = variable.schema.safeParse(given);
    if (parsed.success) values[name] = parsed.data;
    else wrong.push(`${name} is ${'hide' in variable ? 'not usable' : JSON.stringify(given)}; allowed is ${variable.allowed}.`);
  }
  if (wrong.length > 0) throw new ConfigError(wrong.join('\n'));
  const ownKey = ownKeyOf(env);
  return { ...fromValues(values as Values, checkoutRoot), ...(ownKey === undefined ? {} : { ownKey }) };
}

function ownKeyOf({
  AWS_ACCESS_KEY_ID: id,
  AWS_SECRET_ACCESS_KEY: secret,
  AWS_PROFILE: profile,
  AWS_SESSION_TOKEN: sessionToken,
}: Environment) {
  if (!id || !secret) return undefined;
  if (profile) return 'behind-profile';
  return isLongTermKey(id, sessionToken || undefined) ? 'long-term' : undefined;
}

/**
 * `parseConfig`, and then takes AWS_ENDPOINT_URL out of `env`: the AWS SDK would otherwise send every account's calls there.
 * Call it once, with `process.env`, before the first SDK client is made.
 */
export function takeConfig(env: Environment = process.env, checkoutRoot: string = defaultCheckoutRoot): Config {
  const config = parseConfig(env, checkoutRoot);
  delete env.AWS_ENDPOINT_URL;
  return config;
}

const defaultCheckoutRoot = path.resolve(import.meta.dirname, '../../..');

function fromValues(values: Values, checkoutRoot: string): Config {
  return {
    port: values.PORT,
    host: values.HOST,
    dataDir: path.resolve(checkoutRoot, values.ROLEWRIGHT_DATA_DIR),
    ...(values.DATABASE_URL === undefined ? {} : { databaseUrl: new Secret(values.DATABASE_URL) }),
    sandbox: {
      port: values.ROLEWRIGHT_SANDBOX_PORT,
      estate: values.ROLEWRIGHT_SANDBOX_ESTATE,
      rates: values.ROLEWRIGHT_SANDBOX_RATES,
      timeScale: values.ROLEWRIGHT_SANDBOX_TIME_SCALE,
      trueDelays: values.ROLEWRIGHT_SANDBOX_TRUE_DELAYS === 'on',
    },
    ...(values.AWS_ENDPOINT_URL === undefined ? {} : { awsEndpointUrl: values.AWS_ENDPOINT_URL }),
    scanSharePercent: values.ROLEWRIGHT_SCAN_SHARE,
  };
}

function isPostgresUrl(text: string): boolean {
  return URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol);
}
