/** What a probe's texts may name: its own id, new each time, and what the first part's pattern caught in its first group. */
export interface ProbeValues {
  id: string;
  /** null: nothing was caught, or there is no first part yet. */
  caught: string | null;
}

const variable = /\{\{\s*([^{}]*?)\s*\}\}/g;
const known = ['probe.id', 'first.match'];
/** What a pattern may catch to be put into the second part: an id, a key; nothing that could change the shape of an address. */
export const isCatch = (text: string): boolean => /^[A-Za-z0-9._~-][A-Za-z0-9._~/-]{0,199}$/.test(text) && !text.split('/').includes('..');

/** The names between `{{` and `}}` that mean nothing here. */
export const unknownVariables = (text: string): string[] =>
  [...text.matchAll(variable)].map((match) => match[1] ?? '').filter((name) => !known.includes(name));

export const namesFirstMatch = (text: string): boolean => [...text.matchAll(variable)].some((match) => match[1] === 'first.match');
export const namesProbeId = (text: string): boolean => [...text.matchAll(variable)].some((match) => match[1] === 'probe.id');

/** `text` with its variables filled in. What was not caught is left out: the part that needs it is not made then. */
export const fillIn = (text: string, { id, caught }: ProbeValues): string =>
  text.replace(variable, (_, name: string) => (name === 'probe.id' ? id : (caught ?? '')));
