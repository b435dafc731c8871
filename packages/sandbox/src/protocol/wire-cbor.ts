import { operationNamed } from './call.ts';
import { type CborValue, readCbor, writeCbor } from './cbor.ts';
import { decodeCbor, encodeCbor } from './cbor-shape.ts';
import { faultOnWire } from './fault-on-wire.ts';
import type { HttpOut } from './message.ts';
import type { Wire } from './wire.ts';

/** Smithy RPC v2 CBOR: the operation in the path. What the AWS CLI speaks to CloudWatch. Source: smithy.io, "Smithy RPC v2 CBOR protocol". */
export const wireCbor: Wire = {
  decode(model, request) {
    const operation = operationNamed(model, /\/operation\/([^/]+)$/.exec(request.path)?.[1] ?? '');
    const item = request.body.length > 0 ? readCbor(request.body) : {};
    return { operation, input: decodeCbor(operation.input, item) as Record<string, unknown> };
  },

  result(_model, operation, output, requestId) {
    return cborAnswer(200, requestId, encodeCbor(operation.output, output));
  },

  fault(model, fault, requestId) {
    const { code, status, message, queryCode, shape, detail } = faultOnWire(model, fault, 'json');
    const more = shape ? (encodeCbor({ shape, traits: {} }, detail) as { [key: string]: CborValue }) : {};
    const answer = cborAnswer(status, requestId, { __type: code, message, ...more });
    if (model.queryCompatible) answer.headers['x-amzn-query-error'] = `${queryCode};${status >= 500 ? 'Receiver' : 'Sender'}`;
    return answer;
  },
};

function cborAnswer(status: number, requestId: string, body: CborValue): HttpOut {
  const headers = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor', 'x-amzn-requestid': requestId };
  return { status, headers, body: writeCbor(body) };
}
