import { AwsFault } from '../services/service.ts';
import type { ServiceModel } from './model.ts';
import type { Operation } from './shape.ts';

/** A request, understood: which operation, with what input. */
export interface Call {
  operation: Operation;
  input: Record<string, unknown>;
}

/** The operation of that name, or the fault that AWS gives for a name that the service does not have. */
export function operationNamed(model: ServiceModel, name: string): Operation {
  const operation = model.operations.get(name);
  if (!operation) throw new AwsFault('InvalidAction', `The action ${name || '(none)'} is not valid for this web service.`);
  return operation;
}

/** Is every required member of the input there? Throws as the service words it. */
export function requireMembers(model: ServiceModel, { operation, input }: Call): void {
  const { shape } = operation.input;
  if (shape.kind !== 'struct') return;
  const missing = shape.members.find((member) => member.required && input[member.name] === undefined);
  if (!missing) return;
  if (model.protocol === 'json' && model.errors.has('InvalidParameterException')) {
    throw new AwsFault('InvalidParameterException', `${missing.name} can not be blank.`);
  }
  if (model.protocol === 'ec2') throw new AwsFault('MissingParameter', `The request must contain the parameter ${missing.name}`);
  const member = `${missing.name.charAt(0).toLowerCase()}${missing.name.slice(1)}`;
  const problem = `Value null at '${member}' failed to satisfy constraint: Member must not be null`;
  throw new AwsFault('ValidationError', `1 validation error detected: ${problem}`);
}
