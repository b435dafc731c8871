import { AwsFault } from '../services/service.ts';
import { faultOnWire } from './fault-on-wire.ts';
import type { HttpIn } from './message.ts';
import type { ServiceModel } from './model.ts';
import { decodeRest, encodeRest } from './rest.ts';
import { matchRoute, type RouteHit } from './rest-route.ts';
import type { Operation } from './shape.ts';
import type { Wire } from './wire.ts';
import { element, escapeXml, xmlBody } from './xml.ts';

/** restXml as S3 speaks it, path-style: the bucket is the first part of the path, which the client's uri templates leave out. */
export const wireRestXml: Wire = {
  decode(model, request) {
    const [, bucket, rest = '/'] = /^\/([^/]+)(\/.*)?$/s.exec(request.path) ?? [];
    const inBucket = bucket === undefined ? request : { ...request, path: rest };
    const hit = routeOf(model, inBucket, bucket);
    if (bucket !== undefined) hit.labels.Bucket = decodeURIComponent(bucket);
    return { operation: hit.operation, input: decodeRest(hit.operation.input, hit.labels, inBucket) };
  },

  result(model, operation, output, requestId) {
    const answer = encodeRest(operation, output, model.xmlns);
    answer.headers['x-amz-request-id'] = requestId;
    return answer;
  },

  fault(model, fault, requestId) {
    const { code, status, message, shape, detail } = faultOnWire(model, fault, 's3');
    const more = shape ? xmlBody({ shape, traits: {} }, detail) : '';
    const error = element('Code', escapeXml(code)) + element('Message', escapeXml(message)) + more + element('RequestId', requestId);
    const headers = { 'content-type': 'application/xml', 'x-amz-request-id': requestId };
    return { status, headers, body: `<?xml version="1.0" encoding="UTF-8"?>\n${element('Error', error)}` };
  },
};

function routeOf(model: ServiceModel, request: HttpIn, bucket: string | undefined): RouteHit {
  const routes = model.routes.filter(({ operation }) => hasBucket(operation) === (bucket !== undefined));
  const hit = matchRoute(routes, request);
  if (!hit) throw new AwsFault('InvalidAction', 'The specified method is not allowed against this resource.');
  return hit;
}

function hasBucket({ input }: Operation): boolean {
  return input.shape.kind === 'struct' && input.shape.members.some((member) => member.name === 'Bucket');
}
