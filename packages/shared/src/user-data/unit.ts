import type { Range } from './shell/syntax.ts';

/** A credential variable and the literal that a command gives it. */
export interface Setting {
  name: string;
  value: string;
  at: number;
}

/** A command, or a line, that does nothing but set variables of D-04 to literals. */
export interface Removable extends Range {
  settings: Setting[];
  /** What goes when the command goes: the whole line where it is alone on it. */
  cut: Range;
}

/** Something that sets, or may set, a credential and cannot go by itself; or a reason why nothing near it can. */
export interface Obstacle {
  at: number;
  variable: string | null;
  keyId: string | null;
  why: string;
}

/** A part of a document that one program reads: a script, an environment file. A pair must be whole within it. */
export interface Unit extends Range {
  removable: Removable[];
  obstacles: Obstacle[];
  /** Where a name may be mentioned without being used. */
  comments: Range[];
  heredocs: Range[];
  /** Why nothing of this part may be rewritten, whatever is found in it; null where it can. */
  problem: string | null;
}

/** The line, from 1, of a place in a text. */
export function lineOf(text: string, at: number): number {
  let line = 1;
  for (let next = text.indexOf('\n'); next !== -1 && next < at; next = text.indexOf('\n', next + 1)) line += 1;
  return line;
}

/** The whole lines that a range touches, with the ending of the last. */
export function linesAround(text: string, { start, end }: Range): Range {
  const next = text.indexOf('\n', Math.max(start, end - 1));
  return { start: text.lastIndexOf('\n', start - 1) + 1, end: next === -1 ? text.length : next + 1 };
}

export const contains = (outer: Range, inner: Range): boolean => outer.start <= inner.start && inner.end <= outer.end;

/** The text with the ranges as blanks, line endings kept, so that places stay the same. */
export function blanked(text: string, ranges: readonly Range[]): string {
  let result = '';
  let at = 0;
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    if (start < at) continue;
    result += text.slice(at, start) + text.slice(start, end).replace(/[^\r\n]/g, ' ');
    at = end;
  }
  return result + text.slice(at);
}

/** The text without the ranges, which do not overlap. */
export function without(text: string, ranges: readonly Range[]): string {
  let result = '';
  let at = 0;
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    result += text.slice(at, start);
    at = end;
  }
  return result + text.slice(at);
}
