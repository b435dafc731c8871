import { isSameCloudConfig } from './cloud-config.ts';
import type { DocumentKind } from './contract.ts';
import { kindByStart } from './guess-kind.ts';
import { kindOfPart, parseMime } from './mime.ts';
import { parseScript } from './shell/parse.ts';
import type { Range } from './shell/syntax.ts';
import { contains } from './unit.ts';

/**
 * Is `after` the same document as `text` but for what the cuts took? Read again from its first character: what stands first now must not make
 * it a document of another kind, a script must have the same commands in the same order, a message the same parts, a cloud-config the same
 * values.
 */
export function isSameRest(text: string, after: string, cuts: readonly Range[], kind: DocumentKind): boolean {
  if (kindByStart(after) !== kindByStart(text)) return false;
  switch (kind) {
    case 'shell':
      return isSameScript(text, after, cuts);
    case 'cloud-config':
      return isSameCloudConfig(text, after);
    case 'mime':
      return isSameMessage(text, after, cuts);
    default:
      // A line of these is read by itself, and lines go as a whole.
      return true;
  }
}

function isSameScript(text: string, after: string, cuts: readonly Range[]): boolean {
  const words = (of: string, items: Range[]) => items.map(({ start, end }) => of.slice(start, end));
  try {
    const before = parseScript(text).items.filter((item) => !cuts.some((cut) => contains(cut, item)));
    return JSON.stringify(words(text, before)) === JSON.stringify(words(after, parseScript(after).items));
  } catch {
    return false;
  }
}

function isSameMessage(text: string, after: string, cuts: readonly Range[]): boolean {
  const before = parseMime(text);
  const now = parseMime(after);
  if (before === null || now === null || before.boundary !== now.boundary || before.parts.length !== now.parts.length) return false;
  return before.parts.every((part, index) => {
    const other = now.parts[index];
    if (other === undefined || other.type !== part.type || other.encoding !== part.encoding) return false;
    const inner = text.slice(part.body.start, part.body.end);
    const own = cuts
      .filter((cut) => contains(part.body, cut))
      .map(({ start, end }) => ({ start: start - part.body.start, end: end - part.body.start }));
    const left = after.slice(other.body.start, other.body.end);
    return own.length === 0 ? left === inner : isSameRest(inner, left, own, kindOfPart(part, inner));
  });
}
