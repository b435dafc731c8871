import { operationNamed } from './call.ts';
import { faultOnWire } from './fault-on-wire.ts';
import { decodeJson, encodeJson } from './json.ts';
import type { HttpOut } from './message.ts';
import type { ServiceModel } from './model.ts';
import { SerializationError } from './scalar.ts';
import type { Wire } from './wire.ts';

/** awsJson 1.0 and 1.1: the operation in `x-amz-target`, JSON both ways. */
export const wireJson: Wire = {
  decode(model, request) {
    // What stands before the last dot differs between SDKs (CloudTrail: `CloudTrail_20131101` or `com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101`).
    const operation = operationNamed(model, /[^.]*$/.exec(request.headers['x-amz-target'] ?? '')?.[0] ?? '');
    return { operation, input: decodeJson(operation.input, parsed(request.body)) as Record<string, unknown> };
  },

  result(model, operation, output, requestId) {
    return jsonAnswer(model, 200, requestId, encodeJson(operation.output, output));
  },

  fault(model, fault, requestId) {
    const { code, status, message, queryCode, shape, detail } = faultOnWire(model, fault, 'json');
    const more = shape ? (encodeJson({ shape, traits: {} }, detail) as object) : {};
    const answer = jsonAnswer(model, status, requestId, { __type: code, message, ...more });
    if (model.queryCompatible) answer.headers['x-amzn-query-error'] = `${queryCode};${status >= 500 ? 'Receiver' : 'Sender'}`;
    return answer;
  },
};

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8') || '{}');
  } catch {
    throw new SerializationError('The body is not JSON');
  }
}

function jsonAnswer(model: ServiceModel, status: number, requestId: string, body: unknown): HttpOut {
  const headers = { 'content-type': `application/x-amz-json-${model.jsonVersion}`, 'x-amzn-requestid': requestId };
  return { status, headers, body: JSON.stringify(body) };
}
