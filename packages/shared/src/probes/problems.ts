import { headerProblem, textProblem, urlProblem } from './credentials.ts';
import type { ProbeInput, ProbePart } from './probe.ts';
import { namesFirstMatch, unknownVariables } from './template.ts';
import { readProbeUrl } from './url.ts';

export interface FieldProblem {
  field: string;
  message: string;
}

/** What is wrong with a probe beyond the shape of its fields: addresses, credentials, variables, patterns. */
export function probeProblems({ first, second }: ProbeInput): FieldProblem[] {
  return [
    ...ofPart('first', first, false),
    ...(second === null ? [] : [...ofPart('second', second, true), ...secondProblems(first, second)]),
  ];
}

function ofPart(at: 'first' | 'second', part: ProbePart, isSecond: boolean): FieldProblem[] {
  const found: FieldProblem[] = [];
  const add = (field: string, message: string | null) => message !== null && found.push({ field: `${at}.${field}`, message });
  for (const [field, text] of Object.entries(textsOf(part))) {
    const [strange] = unknownVariables(text);
    if (strange !== undefined)
      add(field, `must name no variable but {{probe.id}}${isSecond ? ' and {{first.match}}' : ''}, not {{${strange}}}`);
    else if (!isSecond && namesFirstMatch(text)) add(field, 'must not name {{first.match}}, which is known to the second part only');
    if (field !== 'url') add(field, textProblem(text));
  }
  if (part.kind !== 'http') return found;
  const url = readProbeUrl(part.url);
  if ('problem' in url) add('url', url.problem);
  else add('url', urlProblem(part.url));
  part.headers.forEach(({ name, value }, index) => {
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(name)) add(`headers.${index}.name`, 'must be the name of a header');
    else if (!/^[\x20-\x7e]*$/.test(value)) add(`headers.${index}.value`, 'must hold visible ASCII characters only');
    else add(`headers.${index}.value`, headerProblem(name, value));
  });
  if (part.body !== null && part.method !== 'POST') add('body', `must be left out: ${part.method} sends none`);
  if (part.method === 'HEAD' && (part.expect.bodyContains ?? part.expect.bodyMatches) !== null)
    add('expect', 'must not look at the body: HEAD gets none');
  if (part.expect.bodyMatches !== null && !isPattern(part.expect.bodyMatches)) add('expect.bodyMatches', 'must be a regular expression');
  return found;
}

/** Every text of a part that may hold a variable. */
function textsOf(part: ProbePart): Record<string, string> {
  switch (part.kind) {
    case 'http': {
      const { url, body, expect } = part;
      const { bodyContains, bodyMatches } = expect;
      return {
        url,
        ...(body === null ? {} : { body }),
        ...(bodyContains === null ? {} : { 'expect.bodyContains': bodyContains }),
        ...(bodyMatches === null ? {} : { 'expect.bodyMatches': bodyMatches }),
      };
    }
    case 's3-object':
      return { key: part.key };
    case 's3-newest':
      return { prefix: part.prefix };
  }
}

function secondProblems(first: ProbePart, second: ProbePart): FieldProblem[] {
  const found: FieldProblem[] = [];
  const needs = Object.entries(textsOf(second)).find(([, text]) => namesFirstMatch(text));
  const catches = first.kind === 'http' && first.expect.bodyMatches !== null && /\((?!\?)|\(\?</.test(first.expect.bodyMatches);
  if (needs !== undefined && !catches)
    found.push({
      field: `second.${needs[0]}`,
      message: 'names {{first.match}}: then first.expect.bodyMatches must have a group that catches it',
    });
  if (second.kind === 'http' && second.method === 'POST')
    found.push({ field: 'second.method', message: 'must be GET or HEAD: the second part only reads' });
  return found;
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text.replaceAll(/\{\{[^{}]*\}\}/g, 'x'), 'u');
    return true;
  } catch {
    return false;
  }
}
