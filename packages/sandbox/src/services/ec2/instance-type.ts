import { AwsFault } from '../service.ts';

/** An instance type, if it has the form of one: which types there are is not known here. Throws InvalidParameterValue. */
export function checkedInstanceType(type: string): string {
  if (/^[a-z0-9-]+\.[a-z0-9-]+$/.test(type)) return type;
  throw new AwsFault('InvalidParameterValue', `The following supplied instance types do not exist: [${type}]`);
}
