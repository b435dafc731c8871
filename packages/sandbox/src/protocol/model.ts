import { encodedPolicyText } from './policy-text.ts';
import { compileRoutes, type Route } from './rest-route.ts';
import { errorsOf, type Operation, operationsOf, type StructShape } from './shape.ts';
import type { Transform } from './xml.ts';

export type ProtocolName = 'query' | 'ec2' | 'json' | 'restXml' | 'restJson' | 'cbor';

/** What the codecs need to know of a service; all of it comes out of its client package. */
export interface ServiceModel {
  serviceId: string;
  signingName: string;
  /** What the JavaScript client speaks; others may speak another (`wires`). */
  protocol: Exclude<ProtocolName, 'cbor'>;
  /** All that the server takes for this service. */
  wires: ProtocolName[];
  jsonVersion: '1.0' | '1.1';
  /** CloudWatch: JSON and CBOR errors carry the Query protocol's code in a header. */
  queryCompatible: boolean;
  xmlns: string;
  operations: Map<string, Operation>;
  errors: Map<string, StructShape>;
  routes: Route[];
  /** Changes members of an output on their way out. */
  transform: Transform | undefined;
}

/** The part of a client's resolved configuration that is read here. */
interface ClientConfig {
  serviceId: string;
  protocol: { getShapeId(): string };
  protocolSettings?: { xmlNamespace?: string; awsQueryCompatible?: boolean };
}

const PROTOCOLS: Record<string, Pick<ServiceModel, 'protocol' | 'jsonVersion'>> = {
  'aws.protocols#awsQuery': { protocol: 'query', jsonVersion: '1.1' },
  'aws.protocols#ec2Query': { protocol: 'ec2', jsonVersion: '1.1' },
  'aws.protocols#awsJson1_0': { protocol: 'json', jsonVersion: '1.0' },
  'aws.protocols#awsJson1_1': { protocol: 'json', jsonVersion: '1.1' },
  'aws.protocols#restXml': { protocol: 'restXml', jsonVersion: '1.1' },
  'aws.protocols#restJson1': { protocol: 'restJson', jsonVersion: '1.1' },
};

/** Reads a client package's schemas and protocol. Throws for a protocol that the codecs do not know, so that an upgrade is noticed at start. */
export function serviceModel(signingName: string, clientModule: object): ServiceModel {
  const config = configOf(clientModule);
  const known = PROTOCOLS[config.protocol.getShapeId()];
  if (!known) throw new Error(`${config.serviceId} speaks ${config.protocol.getShapeId()}, which the sandbox does not know.`);
  const operations = operationsOf(clientModule);
  const queryCompatible = config.protocolSettings?.awsQueryCompatible === true;
  return {
    ...known,
    serviceId: config.serviceId,
    signingName,
    wires: queryCompatible ? ['cbor', 'json', 'query'] : [known.protocol],
    queryCompatible,
    xmlns: config.protocolSettings?.xmlNamespace ?? '',
    operations,
    errors: errorsOf(clientModule),
    routes: known.protocol.startsWith('rest') ? compileRoutes(operations.values()) : [],
    transform: signingName === 'iam' ? encodedPolicyText : undefined,
  };
}

/** The protocol and its settings are known to a client only, so one is made; it never sends anything. */
function configOf(clientModule: object): ClientConfig {
  const found = Object.entries(clientModule).find(([name]) => /^[A-Z]\w*Client$/.test(name));
  if (!found) throw new Error('The client package exports no client.');
  const Client = found[1] as new (options: object) => { config: ClientConfig };
  return new Client({ region: 'us-east-1', credentials: { accessKeyId: 'none', secretAccessKey: 'none' } }).config;
}
