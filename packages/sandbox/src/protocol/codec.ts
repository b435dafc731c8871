import { AwsFault } from '../services/service.ts';
import { type Call, requireMembers } from './call.ts';
import type { HttpIn, HttpOut } from './message.ts';
import type { ProtocolName, ServiceModel } from './model.ts';
import { SerializationError } from './scalar.ts';
import type { Operation } from './shape.ts';
import type { Wire } from './wire.ts';
import { wireCbor } from './wire-cbor.ts';
import { wireEc2 } from './wire-ec2.ts';
import { wireJson } from './wire-json.ts';
import { wireQuery } from './wire-query.ts';
import { wireRestJson } from './wire-rest-json.ts';
import { wireRestXml } from './wire-rest-xml.ts';

const WIRES: Record<ProtocolName, Wire> = {
  query: wireQuery,
  ec2: wireEc2,
  json: wireJson,
  restXml: wireRestXml,
  restJson: wireRestJson,
  cbor: wireCbor,
};

/** A service as one request speaks to it. */
export interface Codec {
  protocol: ProtocolName;
  /** The call, with every required member in it. Throws AwsFault. */
  decode(): Call;
  result(operation: Operation, output: Record<string, unknown>, requestId: string): HttpOut;
  fault(fault: AwsFault, requestId: string): HttpOut;
}

/** The codec for a request to a service: by what the request says of itself where the service takes several protocols. */
export function codecFor(model: ServiceModel, request: HttpIn): Codec {
  const protocol = protocolOf(model, request);
  const wire = WIRES[protocol];
  return {
    protocol,
    decode: () => decodeChecked(wire, model, request),
    result: (operation, output, requestId) => wire.result(model, operation, output, requestId),
    fault: (fault, requestId) => wire.fault(model, fault, requestId),
  };
}

function protocolOf(model: ServiceModel, request: HttpIn): ProtocolName {
  if (model.wires.length === 1) return model.protocol;
  if (request.headers['smithy-protocol'] === 'rpc-v2-cbor') return 'cbor';
  return request.headers['x-amz-target'] === undefined ? 'query' : 'json';
}

function decodeChecked(wire: Wire, model: ServiceModel, request: HttpIn): Call {
  try {
    const call = wire.decode(model, request);
    requireMembers(model, call);
    return call;
  } catch (error) {
    if (error instanceof SerializationError) throw new AwsFault('SerializationException', error.message);
    if (error instanceof URIError) throw new AwsFault('InvalidAction', 'The path is not valid.');
    throw error;
  }
}
