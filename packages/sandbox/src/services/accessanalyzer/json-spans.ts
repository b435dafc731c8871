/** Keys and indexes from the top of a document to a value. */
export type JsonPath = readonly (string | number)[];

export interface JsonSpan {
  start: number;
  end: number;
}

/**
 * Where the value at a path stands in JSON text, as offsets (the end is exclusive); of a path that leads nowhere the last value on its way.
 * The text must be valid JSON. Of a key that occurs twice the last counts, as JSON.parse has it.
 */
export function spanAt(text: string, path: JsonPath): JsonSpan {
  let found = valueAt(text, afterSpace(text, 0));
  for (const step of path) {
    const next = childOf(text, found.start, step);
    if (next === null) return found;
    found = next;
  }
  return found;
}

function childOf(text: string, start: number, step: string | number): JsonSpan | null {
  let child: JsonSpan | null = null;
  for (const { key, value } of childrenOf(text, start)) if (key === step) child = value;
  return child;
}

/** Members of the object, or items of the list, that begins here; nothing where a simple value stands. */
function* childrenOf(text: string, start: number): Generator<{ key: string | number; value: JsonSpan }> {
  const open = text[start];
  if (open !== '{' && open !== '[') return;
  let at = afterSpace(text, start + 1);
  for (let index = 0; text[at] !== '}' && text[at] !== ']'; index++) {
    let key: string | number = index;
    if (open === '{') {
      const name = stringAt(text, at);
      key = JSON.parse(text.slice(name.start, name.end)) as string;
      at = afterSpace(text, afterSpace(text, name.end) + 1);
    }
    const value = valueAt(text, at);
    yield { key, value };
    at = afterSpace(text, value.end);
    if (text[at] === ',') at = afterSpace(text, at + 1);
  }
}

function valueAt(text: string, start: number): JsonSpan {
  if (text[start] === '"') return stringAt(text, start);
  if (text[start] !== '{' && text[start] !== '[') return { start, end: start + (/^[^\s,\]}]*/.exec(text.slice(start))?.[0].length ?? 0) };
  let at = start + 1;
  for (const child of childrenOf(text, start)) at = child.value.end;
  while (text[at] !== '}' && text[at] !== ']') at++;
  return { start, end: at + 1 };
}

function stringAt(text: string, start: number): JsonSpan {
  let end = start + 1;
  while (text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return { start, end: end + 1 };
}

function afterSpace(text: string, from: number): number {
  let at = from;
  while (/\s/.test(text[at] ?? '')) at++;
  return at;
}

/** Offset → line from 1, column from 0. */
export function positionAt(text: string, offset: number): { line: number; column: number; offset: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: before.at(-1)?.length ?? 0, offset };
}
