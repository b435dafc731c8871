import { AwsFault } from '../services/service.ts';
import { faultOnWire } from './fault-on-wire.ts';
import { decodeJson, encodeJson } from './json.ts';
import type { HttpOut } from './message.ts';
import { bindOutput, boundValue, isBound } from './rest.ts';
import { matchRoute } from './rest-route.ts';
import { SerializationError } from './scalar.ts';
import type { Member, Ref } from './shape.ts';
import type { Wire } from './wire.ts';

/** restJson1: the operation in method and path, members in path, query and headers as bound, the rest as JSON. No payload members yet. */
export const wireRestJson: Wire = {
  decode(model, request) {
    const hit = matchRoute(model.routes, request);
    if (!hit) throw new AwsFault('InvalidAction', `There is no operation ${request.method} ${request.path}.`, 404);
    const { input } = hit.operation;
    const members = membersOf(input);
    const body = decodeJson(
      withMembers(
        input,
        members.filter((member) => !isBound(member)),
      ),
      parsed(request.body),
    );
    const bound = members.filter(isBound).map((member): [string, unknown] => [member.name, boundValue(member, hit.labels, request)]);
    const value = { ...(body as object), ...Object.fromEntries(bound.filter(([, item]) => item !== undefined)) };
    return { operation: hit.operation, input: value };
  },

  result(_model, { output, traits }, value, requestId) {
    return answer(output, value, { status: traits.http?.[2] ?? 200, requestId, headers: {} });
  },

  fault(model, fault, requestId) {
    const { code, status, message, shape, detail } = faultOnWire(model, fault, 'json');
    // Common faults have the status that the service's own model gives them: AccessDeniedException is 403 here, 400 in awsJson.
    const own = model.errors.get(code)?.traits.httpError ?? status;
    const ref: Ref = shape ? { shape, traits: {} } : { shape: { kind: 'unit' }, traits: {} };
    return answer(ref, detail, { status: own, requestId, headers: { 'x-amzn-errortype': code }, more: { message } });
  },
};

interface Frame {
  status: number;
  requestId: string;
  headers: Record<string, string>;
  more?: Record<string, unknown>;
}

function answer(ref: Ref, value: Record<string, unknown>, { status, requestId, headers, more = {} }: Frame): HttpOut {
  const out: HttpOut = { status, headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId, ...headers }, body: '' };
  const inBody = membersOf(ref).filter((member) => !bindOutput(member, value[member.name], out));
  out.body = JSON.stringify({ ...more, ...(encodeJson(withMembers(ref, inBody), value) as object) });
  return out;
}

const membersOf = ({ shape }: Ref): Member[] => (shape.kind === 'struct' ? shape.members : []);

const withMembers = ({ shape, traits }: Ref, members: Member[]): Ref =>
  shape.kind === 'struct' ? { shape: { ...shape, members }, traits } : { shape, traits };

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8') || '{}');
  } catch {
    throw new SerializationError('The body is not JSON');
  }
}
