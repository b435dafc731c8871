import type { HclExpression, HclParts } from './hcl-syntax.ts';
import type { HclText } from './hcl-text.ts';

/** How the expressions within a text are read. */
export interface Within {
  expression: (text: HclText, within: boolean) => HclExpression;
  skipToEnd: (text: HclText, within: boolean) => void;
}

/** A text in quotation marks; without `${` in it a literal. Throws TextProblem where it is not closed on its line. */
export function quotedTemplate(text: HclText, within: Within): HclParts {
  text.take(/"/);
  const parts: (string | HclExpression)[] = [];
  for (;;) {
    const plain = text.take(/(?:\$\$\{|%%\{|\\[^\n]|[$%](?!\{)|[^"\\$%\n])+/);
    if (plain !== null) parts.push(unescaped(plain));
    else if (text.peek(/[$%]\{/)) parts.push(interpolation(text, within));
    else if (text.take(/"/)) return templateOf(parts, false);
    else text.fail('A text in quotation marks is not closed on its line');
  }
}

/** `<<MARK` to the line of MARK alone. Throws TextProblem where there is none. */
export function heredocTemplate(text: HclText, within: Within): HclParts {
  const mark = (text.take(/<<-?[A-Za-z_][\w-]*/) ?? '').replace(/^<<-?/, '');
  if (!text.take(/[^\S\n]*\n/)) text.fail(`After <<${mark}: expected the end of the line`);
  const parts: (string | HclExpression)[] = [];
  const end = new RegExp(`[^\\S\\n]*${mark}(?=[^\\S\\n]*(?:\\n|$))`);
  for (;;) {
    if (text.sign(-1) === '\n' && text.take(end) !== null) return templateOf(parts, true);
    if (text.isDone) text.fail(`The text ends before ${mark}`);
    const plain = text.take(/(?:\$\$\{|%%\{|[$%](?!\{)|[^$%\n])*\n?/) ?? '';
    if (plain !== '') parts.push(plain.replaceAll(/([$%])\1\{/g, '$1{'));
    else parts.push(interpolation(text, within));
  }
}

/** A reference, or a directive, which is `other`. */
function interpolation(text: HclText, { expression, skipToEnd }: Within): HclExpression {
  const isDirective = text.peek(/%/) !== null;
  text.take(/[$%]\{~?/);
  const found = expression(text, true);
  text.skip(true);
  if (!text.take(/~?\}/)) {
    skipToEnd(text, true);
    if (!text.take(/~?\}/)) text.fail('${ is not closed');
    return { ...found, kind: 'other' };
  }
  return isDirective ? { line: found.line, endLine: found.endLine, text: found.text, kind: 'other' } : found;
}

function templateOf(parts: (string | HclExpression)[], isHeredoc: boolean): HclParts {
  if (!isHeredoc && parts.every((part) => typeof part === 'string')) return { kind: 'literal', value: parts.join('') };
  return { kind: 'template', parts, isHeredoc };
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t' };
const unescaped = (text: string): string =>
  text
    .replaceAll(/\\u([0-9A-Fa-f]{4})|\\([\s\S])/g, (_all, code: string | undefined, sign: string | undefined) =>
      code === undefined ? (escapes[sign ?? ''] ?? sign ?? '') : String.fromCharCode(Number.parseInt(code, 16)),
    )
    .replaceAll(/([$%])\1\{/g, '$1{');
