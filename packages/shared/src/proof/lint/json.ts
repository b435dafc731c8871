import { type Entry, type Located, TextProblem } from './located.ts';

/** Deeper than any policy; a parser that calls itself needs an end. */
const deepest = 100;

/** JSON text → values with their lines; `firstLine` is where the text begins in its file. Throws TextProblem at the line of the fault. */
export function parseJson(text: string, firstLine = 1): Located {
  let at = 0;
  let line = firstLine;
  const fail = (message: string): never => {
    throw new TextProblem(message, line);
  };
  const skip = (): void => {
    for (; at < text.length && /\s/.test(text[at] ?? ''); at++) if (text[at] === '\n') line++;
  };
  const take = (sign: string, before: string): void => {
    skip();
    if (text[at] !== sign)
      fail(at >= text.length ? `The text ends where ${sign} belongs` : `${before}: expected ${sign} and found ${text[at]}`);
    at++;
  };
  const string = (): string => {
    const end = /"(?:[^"\\\n]|\\.)*"/y;
    end.lastIndex = at;
    const found = end.exec(text)?.[0];
    if (found === undefined) return fail('A text in quotation marks is not closed on its line');
    at += found.length;
    try {
      return JSON.parse(found) as string;
    } catch {
      return fail(`${found} is not a text of JSON`);
    }
  };
  const value = (depth: number): Located => {
    skip();
    const from = line;
    if (depth > deepest) return fail(`More than ${deepest} levels within each other`);
    const sign = text[at];
    if (sign === '"') return { kind: 'scalar', value: string(), line: from, endLine: line };
    if (sign === '{') return map(depth);
    if (sign === '[') return list(depth);
    const word = /(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/y;
    word.lastIndex = at;
    const found = word.exec(text)?.[0];
    if (found === undefined) return fail(sign === undefined ? 'The text ends where a value belongs' : `${sign} begins no value of JSON`);
    at += found.length;
    return { kind: 'scalar', value: JSON.parse(found) as number | boolean | null, line: from, endLine: line };
  };
  /** Items with commas between, up to the closing sign. */
  const each = (close: string, item: () => void): void => {
    at++;
    skip();
    if (text[at] === close) {
      at++;
      return;
    }
    for (;;) {
      item();
      skip();
      if (text[at] === close) break;
      take(',', `Before the next item or ${close}`);
    }
    at++;
  };
  const list = (depth: number): Located => {
    const from = line;
    const items: Located[] = [];
    each(']', () => items.push(value(depth + 1)));
    return { kind: 'list', items, line: from, endLine: line };
  };
  const map = (depth: number): Located => {
    const from = line;
    const entries: Entry[] = [];
    each('}', () => {
      skip();
      const keyLine = line;
      if (text[at] !== '"') fail('A name in quotation marks belongs here');
      const key = string();
      take(':', `After "${key}"`);
      entries.push({ key, line: keyLine, value: value(depth + 1) });
    });
    return { kind: 'map', entries, line: from, endLine: line };
  };
  const found = value(0);
  skip();
  if (at < text.length) fail('Something stands after the end of the document');
  return found;
}
