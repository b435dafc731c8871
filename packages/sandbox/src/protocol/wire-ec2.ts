import { operationNamed } from './call.ts';
import { faultOnWire } from './fault-on-wire.ts';
import type { HttpOut } from './message.ts';
import { decodeQuery, parseForm } from './query.ts';
import { SerializationError } from './scalar.ts';
import type { Wire } from './wire.ts';
import { element, escapeXml, xmlBody } from './xml.ts';

/**
 * ec2Query: awsQuery's form with flat lists and names of its own, an answer without a Result element, and an error document that only EC2
 * has. Source: Smithy, "AWS EC2 query protocol".
 */
export const wireEc2: Wire = {
  decode(model, request) {
    const fields = new URLSearchParams(request.body.length > 0 ? request.body.toString('utf8') : request.rawQuery);
    const operation = operationNamed(model, fields.get('Action') ?? '');
    const input = decodeQuery(operation.input, parseForm(fields), 'ec2');
    if (typeof input !== 'object' || input === null) throw new SerializationError('The form is malformed');
    return { operation, input: input as Record<string, unknown> };
  },

  result(model, operation, output, requestId) {
    const members = operation.output.shape.kind === 'struct' ? xmlBody(operation.output, output) : '';
    const body = element('requestId', requestId) + members;
    return xmlAnswer(200, requestId, element(`${operation.name}Response`, body, ` xmlns="${model.xmlns}"`));
  },

  fault(model, fault, requestId) {
    const { code, status, message } = faultOnWire(model, fault, 'ec2');
    const error = element('Error', element('Code', escapeXml(code)) + element('Message', escapeXml(message)));
    return xmlAnswer(status, requestId, element('Response', element('Errors', error) + element('RequestID', requestId)));
  },
};

function xmlAnswer(status: number, requestId: string, body: string): HttpOut {
  const headers = { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId };
  return { status, headers, body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}` };
}
