import { operationNamed } from './call.ts';
import { faultOnWire } from './fault-on-wire.ts';
import type { HttpOut } from './message.ts';
import { decodeQuery, parseForm } from './query.ts';
import { SerializationError } from './scalar.ts';
import type { Wire } from './wire.ts';
import { element, escapeXml, xmlBody } from './xml.ts';

/** awsQuery: a form in, XML out. IAM, STS, CloudFormation; CloudWatch from older clients. */
export const wireQuery: Wire = {
  decode(model, request) {
    const fields = new URLSearchParams(request.body.length > 0 ? request.body.toString('utf8') : request.rawQuery);
    const operation = operationNamed(model, fields.get('Action') ?? '');
    const input = decodeQuery(operation.input, parseForm(fields));
    if (typeof input !== 'object' || input === null) throw new SerializationError('The form is malformed');
    return { operation, input: input as Record<string, unknown> };
  },

  result(model, operation, output, requestId) {
    const result =
      operation.output.shape.kind === 'struct'
        ? element(`${operation.name}Result`, xmlBody(operation.output, output, model.transform))
        : '';
    const metadata = element('ResponseMetadata', element('RequestId', requestId));
    return xmlAnswer(200, requestId, element(`${operation.name}Response`, result + metadata, ` xmlns="${model.xmlns}"`));
  },

  fault(model, fault, requestId) {
    const { code, status, message, shape, detail } = faultOnWire(model, fault, 'query');
    const more = shape ? xmlBody({ shape, traits: {} }, detail) : '';
    const type = element('Type', status >= 500 ? 'Receiver' : 'Sender');
    const error = element('Error', type + element('Code', escapeXml(code)) + element('Message', escapeXml(message)) + more);
    return xmlAnswer(status, requestId, element('ErrorResponse', error + element('RequestId', requestId), ` xmlns="${model.xmlns}"`));
  },
};

function xmlAnswer(status: number, requestId: string, body: string): HttpOut {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}
