import type { AwsFault } from '../services/service.ts';
import { commonFault, type FaultFamily } from './fault-names.ts';
import type { ServiceModel } from './model.ts';
import type { StructShape } from './shape.ts';

/** A fault with the name and status that one protocol gives it. */
export interface WireFault {
  code: string;
  status: number;
  message: string;
  /** The Query protocol's code, for services whose other protocols carry it too. */
  queryCode: string;
  /** The modelled error, without its message: the further members that `detail` fills. */
  shape: StructShape | undefined;
  detail: Record<string, unknown>;
}

/** Names a fault for a protocol: a modelled error of the service first, then the faults that all services know, else as the handler said. */
export function faultOnWire(model: ServiceModel, fault: AwsFault, family: FaultFamily): WireFault {
  const { message, detail } = fault;
  const modelled =
    model.errors.get(fault.code) ?? (commonFault(fault.code, family) ? undefined : model.errors.get(`${fault.code}Exception`));
  if (!modelled) {
    const named = commonFault(fault.code, family);
    const { code, status } = named ?? fault;
    const queryCode = commonFault(fault.code, 'query')?.code ?? code;
    return { code, status, message: named?.message ?? message, queryCode, shape: undefined, detail };
  }
  const { awsQueryError, httpError } = modelled.traits;
  const queryCode = awsQueryError?.[0] ?? modelled.name;
  const code = family === 'query' ? queryCode : modelled.name;
  const status = (family === 'query' ? awsQueryError?.[1] : undefined) ?? httpError ?? fault.status;
  const members = modelled.members.filter((member) => member.name.toLowerCase() !== 'message');
  return { code, status, message, queryCode, shape: { ...modelled, members }, detail };
}
