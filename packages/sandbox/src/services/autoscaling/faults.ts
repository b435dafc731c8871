import { AwsFault } from '../service.ts';

/** Auto Scaling says ValidationError for nearly all that is wrong with a request, also for what is not there. */
export const invalid = (message: string): AwsFault => new AwsFault('ValidationError', message);

export const alreadyExists = (message: string): AwsFault => new AwsFault('AlreadyExistsFault', message);

export const resourceInUse = (message: string): AwsFault => new AwsFault('ResourceInUseFault', message);

/** A part of the operation that the sandbox does not have: said, never passed over in silence. */
export const notHere = (what: string): AwsFault =>
  new AwsFault('NotImplemented', `The sandbox does not implement ${what} (docs/sandbox.md).`, 501);
