import type { HclExpression, HclParts } from './hcl-syntax.ts';
import { heredocTemplate, quotedTemplate, type Within } from './hcl-template.ts';
import type { HclText } from './hcl-text.ts';

/** The expression that stands here; `within`: in brackets, where a line may end anywhere. Throws TextProblem at the line of the fault. */
export const readExpression = (text: HclText, within: boolean): HclExpression => text.within(() => expressionOf(text, within));

function expressionOf(text: HclText, within: boolean): HclExpression {
  text.skip(within);
  const from = { at: text.at, line: text.line };
  const simple = primaryOf(text);
  const end = { at: text.at, line: text.line };
  text.skip(within);
  const placed = (line: number, endAt: number) => ({ line: from.line, endLine: line, text: text.between(from.at, endAt) });
  const isHeredoc = simple !== null && simple.kind === 'template' && simple.isHeredoc;
  if (simple !== null && (isHeredoc || text.isDone || text.peek(/[\n,)\]}]/) !== null || text.sign(-1) === '\n')) {
    return { ...simple, ...placed(end.line, end.at) };
  }
  skipToEnd(text, within);
  return { kind: 'other', ...placed(text.line, text.at) };
}

const words = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** An expression that is understood; null: another. */
function primaryOf(text: HclText): HclParts | null {
  if (text.peek(/"/)) return quotedTemplate(text, inTexts);
  if (text.peek(/<<-?[A-Za-z_]/)) return heredocTemplate(text, inTexts);
  if (text.peek(/\[(?!\s*for\b)/)) return listOf(text);
  if (text.peek(/\{(?!\s*for\b)/)) return objectOf(text);
  const number = text.take(/-?\d+(?:\.\d+)?(?![\w.])/);
  if (number !== null) return { kind: 'literal', value: Number(number) };
  const word = text.take(/[A-Za-z_][\w-]*/);
  if (word === null) return null;
  if (text.peek(/\(/)) return callOf(text, word);
  const rest = text.take(/(?:\.[A-Za-z_*][\w-]*|\.\d+|\[(?:\d+|\*|"[^"\n]*")\])*/) ?? '';
  if (rest !== '') return { kind: 'reference' };
  const value = words.get(word);
  return value === undefined ? { kind: 'reference' } : { kind: 'literal', value };
}

function callOf(text: HclText, name: string): HclParts | null {
  text.take(/\(/);
  const given: HclExpression[] = [];
  for (text.skip(true); !text.take(/\)/); text.skip(true)) {
    given.push(readExpression(text, true));
    text.skip(true);
    if (!text.take(/,|\.\.\./) && !text.peek(/\)/)) text.fail(`In ${name}(…): expected , or )`);
  }
  // An attribute of what a function answers is beyond this reader.
  return text.peek(/[.[]/) ? null : { kind: 'call', name, arguments: given };
}

function listOf(text: HclText): HclParts {
  text.take(/\[/);
  const items: HclExpression[] = [];
  for (text.skip(true); !text.take(/\]/); text.skip(true)) {
    items.push(readExpression(text, true));
    text.skip(true);
    if (!text.take(/,/) && !text.peek(/\]/)) text.fail('In a list: expected , or ]');
  }
  return { kind: 'list', items };
}

function objectOf(text: HclText): HclParts {
  text.take(/\{/);
  const entries: { key: string; line: number; value: HclExpression }[] = [];
  for (text.skip(true); !text.take(/\}/); text.skip(true)) {
    const line = text.line;
    const key = text.take(/"(?:[^"\\\n]|\\.)*"|[A-Za-z_][\w-]*|\([^()\n]*\)/);
    if (key === null) return text.fail('In an object: expected a name');
    text.skip(false);
    if (!text.take(/=(?!=)|:/)) text.fail(`After ${key}: expected =`);
    entries.push({ key: key.replaceAll(/^"|"$/g, ''), line, value: readExpression(text, false) });
    text.skip(true);
    text.take(/,/);
  }
  return { kind: 'object', entries };
}

/** What a text in quotation marks or a heredoc reads between `${` and `}`. */
const inTexts: Within = { expression: readExpression, skipToEnd };

/** To where an expression that is not understood ends. */
function skipToEnd(text: HclText, within: boolean): void {
  for (let depth = 0; !text.isDone; ) {
    if (text.peek(/"/)) quotedTemplate(text, inTexts);
    else if (text.peek(/<<-?[A-Za-z_]/)) heredocTemplate(text, inTexts);
    else if (text.take(/[([{]/)) depth++;
    else if (depth > 0 && text.take(/[)\]}]/)) depth--;
    else if (depth === 0 && text.peek(within ? /[,)\]}]/ : /[\n,)\]}]/)) return;
    else if (!text.take(/#[^\n]*|\/\*[\s\S]*?\*\//)) text.advance(1);
  }
}
