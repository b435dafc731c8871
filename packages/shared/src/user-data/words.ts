import { credentialRoleOf } from '../aws/credential-role.ts';
import type { Spot } from './spots.ts';
import { contains, type Unit } from './unit.ts';

/** Of a command that the rewriting takes out. */
export const goesByItself = (variable: string | null): string =>
  `The command does nothing but set ${variable ?? 'a variable'}, and nothing uses it afterwards: it is taken out.`;

/** Of a command that could go, in a document that needs a person elsewhere. */
export const goesWithTheRest = 'The command could go by itself, but another place needs a person: take both out by hand.';

/** One half of a pair without the other (D-03). */
export const isHalf =
  'Half a pair: the other half is not set in the same script or file. Find it first; with one half taken out some SDKs stop with an error.';

/** Why a credential that stands in no command of its own needs a person, and what the person does. */
export function whySpot(spot: Spot, unit: Unit | undefined): string {
  const what = spot.keyId === null ? 'A secret' : 'An access key id';
  if (spot.what === 'encoded') return 'A key lies here in base64 or another coding: decode it, and take it out where it comes from.';
  if (spot.what === 'loose' && unit?.problem == null)
    return 'Forty characters that may be the secret half of a key. If they are, take them out.';
  if (unit === undefined) return `${what} outside everything that can be read for certain. Take it out by hand.`;
  if (unit.problem !== null) return unit.problem;
  if (unit.comments.some((one) => contains(one, spot)))
    return `${what} in a comment: delete it. Everybody who may read the document can use the key.`;
  if (unit.heredocs.some((one) => contains(one, spot)))
    return `${what} in text that goes into a file or a program (a here-document). Take it out there, and see what still reads the file.`;
  if (spot.variable !== null && credentialRoleOf(spot.variable) === null && /^[A-Z_0-9]+$/.test(spot.variable))
    return `${what} under a name of the application's, ${spot.variable}: let the application use the role first, then take it out.`;
  return `${what} as an argument or within a longer text. Take it out by hand, with whatever is there only for the key.`;
}
