import type { BuildMiddleware, MetadataBearer, MiddlewareStack } from '@smithy/types';
import type { RawDocument } from './readings.ts';

/**
 * Makes `command` send `body` as it is, in place of what the SDK's model would leave of it: members newer than the model get through (D-21).
 * At the build step, before the signature. Use once per command.
 */
export function sendRawJson(command: object, body: RawDocument): void {
  const text = JSON.stringify(body);
  const middleware: BuildMiddleware<object, MetadataBearer> = (next) => (args) => {
    const request = args.request as { body: unknown; headers: Record<string, string> };
    request.body = text;
    request.headers['content-length'] = String(Buffer.byteLength(text));
    return next(args);
  };
  (command as { middlewareStack: MiddlewareStack<never, never> }).middlewareStack.add(middleware as never, {
    step: 'build',
    name: 'sendRawJsonMiddleware',
    priority: 'high',
    override: true,
  });
}
