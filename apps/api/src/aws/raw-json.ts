import type { DeserializeMiddleware, MetadataBearer, MiddlewareStack } from '@smithy/types';
import type { RawDocument } from './readings.ts';

interface Sendable {
  middlewareStack: MiddlewareStack<never, never>;
}

/**
 * Lets `command` keep the JSON body of its answer as it came over the wire, beside what the SDK's model makes of it: the SDK drops members
 * that are newer than its model (D-21). Call before sending; read after. Use once per command. The body holds secrets.
 */
export function keepRawJson(command: object): () => RawDocument {
  let raw: RawDocument | null = null;
  const middleware: DeserializeMiddleware<object, MetadataBearer> = (next) => async (args) => {
    const result = await next(args);
    const response = result.response as { body: AsyncIterable<Uint8Array> | Uint8Array; statusCode: number };
    const bytes = response.body instanceof Uint8Array ? response.body : await collect(response.body);
    if (response.statusCode === 200) raw = JSON.parse(new TextDecoder().decode(bytes)) as RawDocument;
    response.body = bytes;
    return result;
  };
  (command as Sendable).middlewareStack.addRelativeTo(middleware as never, {
    name: 'keepRawJsonMiddleware',
    relation: 'after',
    toMiddleware: 'deserializerMiddleware',
    override: true,
  });
  return () => {
    if (raw === null) throw new Error('The answer had no JSON body.');
    return raw;
  };
}

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}
