import { Readable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import { AwsFault } from '../../services/service.ts';
import { codecFor } from '../codec.ts';
import type { HttpIn } from '../message.ts';
import { type ServiceModel, serviceModel } from '../model.ts';
import type { Operation } from '../shape.ts';
import { ADDED_BY_CLIENT } from './clients.ts';
import { seededNumbers } from './prng.ts';
import { isEmpty, randomValue } from './random-value.ts';

interface Outgoing {
  method: string;
  path: string;
  query?: Record<string, string | string[] | null>;
  headers: Record<string, string>;
  body?: string | Uint8Array;
}
interface Client {
  send(command: unknown): Promise<object>;
}
type ClientModule = Record<string, unknown>;

/** What did not come through equal, by `<Operation> input`, `<Operation> output` or `<Operation> failed`. */
export interface FuzzResult {
  operations: number;
  exchanges: number;
  unequal: Map<string, string>;
}

/**
 * Sends `rounds` random inputs through the real client of a package for every one of its operations: what our decoder reads must equal the
 * input, and what the client reads from our encoder must equal the random output. `only`: the operations to try; all without it.
 */
export async function fuzzClient(
  clientModule: object,
  signingName: string,
  rounds: number,
  seed: number,
  only?: readonly string[],
): Promise<FuzzResult> {
  const model = serviceModel(signingName, clientModule);
  const operations = [...model.operations.values()].filter(({ name }) => only === undefined || only.includes(name));
  const pick = seededNumbers(seed);
  const seen: { input?: unknown; output: Record<string, unknown> } = { output: {} };
  const client = clientOf(clientModule as ClientModule, (request) => exchange(model, request, seen));
  const result: FuzzResult = { operations: operations.length, exchanges: 0, unequal: new Map() };
  for (const operation of operations) {
    for (let round = 0; round < rounds; round++) {
      result.exchanges++;
      const input = randomValue(operation.input, pick, 5, round % 2 === 0) as object;
      seen.output = randomValue(operation.output, pick, 5, round % 2 === 0) as Record<string, unknown>;
      delete seen.input;
      try {
        const got = await client.send(commandOf(clientModule as ClientModule, operation, structuredClone(input)));
        note(result, operation, 'input', input, seen.input);
        note(result, operation, 'output', expectedOutput(model, seen.output), await withBodyRead(got));
      } catch (error) {
        result.unequal.set(`${operation.name} failed`, `${String(error)} ${seen.input instanceof Error ? seen.input.message : ''}`);
      }
    }
  }
  return result;
}

function exchange(model: ServiceModel, request: Outgoing, seen: { input?: unknown; output: Record<string, unknown> }) {
  const codec = codecFor(model, incoming(request));
  try {
    const { operation, input } = codec.decode();
    seen.input = input;
    return codec.result(operation, seen.output, 'request-1');
  } catch (error) {
    seen.input = error;
    return codec.fault(new AwsFault('Fuzz', String(error)), 'request-1');
  }
}

function incoming(request: Outgoing): HttpIn {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.query ?? {})) for (const item of [value].flat()) query.append(name, item ?? '');
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]));
  return { method: request.method, path: request.path, rawQuery: String(query), query, headers, body: Buffer.from(request.body ?? '') };
}

function clientOf(clientModule: ClientModule, answer: (request: Outgoing) => ReturnType<typeof exchange>): Client {
  const name = Object.keys(clientModule).find((key) => /^[A-Z]\w*Client$/.test(key)) ?? '';
  const ClientClass = clientModule[name] as new (options: object) => Client;
  const requestHandler = {
    async handle(request: Outgoing) {
      const { status, headers, body } = answer(request);
      const lowerCase = Object.fromEntries(Object.entries(headers).map(([key, value]) => [key.toLowerCase(), value]));
      return { response: { statusCode: status, headers: lowerCase, body: Readable.from([Buffer.from(body)]) } };
    },
  };
  return new ClientClass({
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:1',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
    requestHandler,
    maxAttempts: 1,
    disableHostPrefix: true,
    forcePathStyle: true,
    useArnRegion: false,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
}

function commandOf(clientModule: ClientModule, operation: Operation, input: object): unknown {
  const Command = clientModule[`${operation.name}Command`] as new (input: object) => unknown;
  return new Command(input);
}

function note(result: FuzzResult, { name }: Operation, side: 'input' | 'output', wanted: unknown, got: unknown): void {
  const left = comparable(wanted) as Record<string, unknown>;
  const right = comparable(got) as Record<string, unknown>;
  for (const added of ADDED_BY_CLIENT) if (left[added] === undefined) delete right[added];
  if (isDeepStrictEqual(left, right)) return;
  const shown = got instanceof Error ? String(got) : JSON.stringify(right);
  result.unequal.set(`${name} ${side}`, `wanted ${JSON.stringify(left)?.slice(0, 400)}\n    got ${shown?.slice(0, 400)}`);
}

/** IAM's documents arrive encoded, and the JavaScript client leaves them so. */
function expectedOutput({ transform }: ServiceModel, output: unknown): unknown {
  if (!transform || typeof output !== 'object' || output === null || output instanceof Date || output instanceof Uint8Array) return output;
  if (Array.isArray(output)) return output.map((item) => expectedOutput({ transform } as ServiceModel, item));
  return Object.fromEntries(
    Object.entries(output).map(([name, item]) => [name, expectedOutput({ transform } as ServiceModel, transform(name, item))]),
  );
}

async function withBodyRead(output: object): Promise<object> {
  const entries = Object.entries(output).map(async ([name, value]): Promise<[string, unknown]> => {
    return [name, value instanceof Readable ? new Uint8Array(Buffer.concat(await value.toArray())) : value];
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Dates, bytes and big numbers as text, nothing undefined or empty, keys in order. */
function comparable(value: unknown): unknown {
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`;
  if (value instanceof Date) return `date ${value.toISOString()}`;
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([name, item]) => item !== undefined && name !== '$metadata');
  return Object.fromEntries(
    entries
      .map(([name, item]): [string, unknown] => [name, isEmpty(item) ? {} : comparable(item)])
      .filter(([, item]) => !isEmpty(item))
      .sort(([left], [right]) => (left < right ? -1 : 1)),
  );
}
