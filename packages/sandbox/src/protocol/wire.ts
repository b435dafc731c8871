import type { AwsFault } from '../services/service.ts';
import type { Call } from './call.ts';
import type { HttpIn, HttpOut } from './message.ts';
import type { ServiceModel } from './model.ts';
import type { Operation } from './shape.ts';

/** One wire protocol, for every operation of every service that speaks it. */
export interface Wire {
  /** Throws AwsFault or SerializationError. */
  decode(model: ServiceModel, request: HttpIn): Call;
  result(model: ServiceModel, operation: Operation, output: Record<string, unknown>, requestId: string): HttpOut;
  fault(model: ServiceModel, fault: AwsFault, requestId: string): HttpOut;
}
