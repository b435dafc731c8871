import type { GlobPart } from './match.ts';

/**
 * Parts → matcher that takes the leftmost place for each run between two `*`, which is right for globs and needs no second try. A regular
 * expression would go back over every split of the value: a policy with a few dozen `*` in one line, which AWS accepts, then never ends.
 */
export function matcherOf(parts: readonly GlobPart[]): (value: string) => boolean {
  const runs = runsOf(parts);
  const first = runs[0] ?? [];
  const last = runs.at(-1) ?? [];
  const middle = runs.slice(1, -1).filter((run) => run.length > 0);
  if (runs.length === 1) return (value) => endOf(first, value, 0) === value.length;
  const lastLength = lengthOf(last);
  return (value) => {
    let at = endOf(first, value, 0);
    for (const run of middle) {
      if (at === -1) return false;
      at = endOfLeftmost(run, value, at);
    }
    if (at === -1) return false;
    const start = back(value, lastLength);
    return start >= at && endOf(last, value, start) === value.length;
  };
}

type Run = readonly GlobPart[];

/** Cuts at each `*`. */
function runsOf(parts: readonly GlobPart[]): Run[] {
  const runs: GlobPart[][] = [[]];
  for (const part of parts) {
    if ('wildcard' in part && part.wildcard === '*') runs.push([]);
    else runs.at(-1)?.push(part);
  }
  return runs;
}

/** Where the run ends when it begins at `at`; -1: it does not stand there. */
function endOf(run: Run, value: string, at: number): number {
  let end = at;
  for (const part of run) {
    if ('literal' in part) {
      if (!value.startsWith(part.literal, end)) return -1;
      end += part.literal.length;
    } else {
      if (end >= value.length) return -1;
      end += widthAt(value, end);
    }
  }
  return end;
}

function endOfLeftmost(run: Run, value: string, from: number): number {
  const [head] = run;
  for (let at = from; at <= value.length; at += widthAt(value, at)) {
    if (head !== undefined && 'literal' in head) {
      at = value.indexOf(head.literal, at);
      if (at === -1) return -1;
    }
    const end = endOf(run, value, at);
    if (end !== -1) return end;
  }
  return -1;
}

/** Characters, not UTF-16 units: `?` is one of them. */
const lengthOf = (run: Run): number => run.reduce((sum, part) => sum + ('literal' in part ? [...part.literal].length : 1), 0);

const widthAt = (value: string, at: number): number => ((value.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);

/** Index of the character that is `count` characters before the end; -1 when there are not so many. */
function back(value: string, count: number): number {
  let at = value.length;
  for (let left = count; left > 0; left--) {
    if (at === 0) return -1;
    at -= at > 1 && /[\udc00-\udfff]/.test(value.charAt(at - 1)) && /[\ud800-\udbff]/.test(value.charAt(at - 2)) ? 2 : 1;
  }
  return at;
}
