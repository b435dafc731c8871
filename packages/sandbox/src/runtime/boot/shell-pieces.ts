/** A piece of a word. `command`: the text of a command substitution; `unknown`: an expansion that is not followed here. */
export type Piece =
  | { kind: 'text'; text: string; quoted: boolean }
  | { kind: 'variable'; name: string; fallback: string | null }
  | { kind: 'command'; text: string }
  | { kind: 'unknown' };

interface Read {
  pieces: Piece[];
  end: number;
}

/** The word that begins at `start`; null: it has a quote that is never closed. */
export function wordAt(text: string, start: number): (Read & { bare: string | null }) | null {
  const pieces: Piece[] = [];
  let at = start;
  while (at < text.length && !/[ \t\n;&|<>()]/.test(text[at] ?? '')) {
    const read = pieceAt(text, at);
    if (read === null) return null;
    pieces.push(...read.pieces);
    // A lone quoted nothing is still a word.
    at = Math.max(read.end, at + 1);
  }
  const isBare = pieces.every((piece) => piece.kind === 'text' && !piece.quoted);
  return { pieces, end: at, bare: isBare ? text.slice(start, at) : null };
}

function pieceAt(text: string, at: number): Read | null {
  const literal = (value: string, end: number, quoted = true): Read => ({ pieces: [{ kind: 'text', text: value, quoted }], end });
  switch (text[at]) {
    case "'": {
      const end = text.indexOf("'", at + 1);
      return end === -1 ? null : literal(text.slice(at + 1, end), end + 1);
    }
    case '"':
      return doubleQuoted(text, at + 1);
    case '\\':
      return text[at + 1] === '\n' ? { pieces: [], end: at + 2 } : literal(text[at + 1] ?? '\\', at + 2);
    case '$':
      if (text[at + 1] === "'") return ansiQuoted(text, at + 2);
      return text[at + 1] === '"' ? doubleQuoted(text, at + 2) : expansionAt(text, at);
    case '`':
      return expansionAt(text, at);
    default: {
      const plain = /[^ \t\n;&|<>()'"\\$`]+/y;
      plain.lastIndex = at;
      const found = plain.exec(text)?.[0] ?? text[at] ?? '';
      return literal(found, at + found.length, false);
    }
  }
}

function doubleQuoted(text: string, start: number): Read | null {
  const read = quotedPieces(text, start, '"');
  return read && { pieces: [{ kind: 'text', text: '', quoted: true }, ...read.pieces], end: read.end };
}

/** A heredoc's body whose delimiter is not quoted: variables and substitutions are expanded, quotes are text. */
export const heredocPieces = (body: string): Piece[] => quotedPieces(body, 0, null)?.pieces ?? [];

/** Up to `close`, or the end of the text. Only `$`, the backtick, the backslash and the closing quote can be escaped in it. */
function quotedPieces(text: string, start: number, close: '"' | null): Read | null {
  const pieces: Piece[] = [];
  let at = start;
  let plain = '';
  const flush = () => {
    if (plain !== '') pieces.push({ kind: 'text', text: plain, quoted: true });
    plain = '';
  };
  while (at < text.length && text[at] !== close) {
    const next = text[at + 1] ?? '';
    if (text[at] === '\\' && (next === '\n' || '$`\\'.includes(next) || next === close)) {
      plain += next === '\n' ? '' : next;
      at += 2;
    } else if (text[at] === '$' || text[at] === '`') {
      flush();
      const read = expansionAt(text, at);
      if (read === null) return null;
      pieces.push(...read.pieces);
      at = read.end;
    } else {
      plain += text[at++];
    }
  }
  flush();
  if (close !== null && at >= text.length) return null;
  return { pieces, end: at + (close === null ? 0 : 1) };
}

/** `$NAME`, `${NAME}`, `${NAME:-text}`, `$(command)`, backticks; all else that expands is unknown. */
function expansionAt(text: string, at: number): Read | null {
  const here = text.slice(at);
  const variable = /^\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?::?-([^{}$`'"\\]*))?\})/.exec(here);
  if (variable) {
    const name = variable[1] ?? variable[2] ?? '';
    return { pieces: [{ kind: 'variable', name, fallback: variable[3] ?? null }], end: at + variable[0].length };
  }
  if (here.startsWith('`')) {
    const end = /^`((?:[^`\\]|\\[\s\S])*)`/.exec(here);
    return end && { pieces: [{ kind: 'command', text: end[1] ?? '' }], end: at + end[0].length };
  }
  if (here.startsWith('$(') || here.startsWith('${')) {
    const end = closing(text, at + 1);
    if (end === null) return null;
    const inner = text.slice(at + 2, end);
    const piece: Piece = here.startsWith('$((') || here.startsWith('${') ? { kind: 'unknown' } : { kind: 'command', text: inner };
    return { pieces: [piece], end: end + 1 };
  }
  const special = /^\$[\d@*#?$!-]/.exec(here);
  if (special) return { pieces: [{ kind: 'unknown' }], end: at + 2 };
  return { pieces: [{ kind: 'text', text: '$', quoted: true }], end: at + 1 };
}

/** Where the bracket that opens at `open` is closed; quotes inside are skipped. */
function closing(text: string, open: number): number | null {
  const pairs: Record<string, string> = { '(': ')', '{': '}' };
  const awaited: string[] = [];
  for (let at = open; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '\\') at++;
    else if (character === "'" || character === '"') {
      const end = text.indexOf(character, at + 1);
      if (end === -1) return null;
      at = end;
    } else if (pairs[character]) awaited.push(pairs[character]);
    else if (character === awaited.at(-1)) {
      awaited.pop();
      if (awaited.length === 0) return at;
    }
  }
  return null;
}

const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r', a: '\u0007', b: '\b', e: '\u001b', f: '\f', v: '\v' };

/** `$'…'` with the escapes that bash knows. */
function ansiQuoted(text: string, start: number): Read | null {
  const found = /^((?:[^'\\]|\\[\s\S])*)'/.exec(text.slice(start));
  if (!found) return null;
  const value = (found[1] ?? '').replace(
    /\\(?:x([\da-f]{1,2})|u([\da-f]{1,4})|([0-7]{1,3})|([\s\S]))/gi,
    (whole, hex, unicode, octal, plain) => {
      if (hex ?? unicode) return String.fromCharCode(Number.parseInt(hex ?? unicode, 16));
      if (octal) return String.fromCharCode(Number.parseInt(octal, 8));
      return escapes[plain] ?? (`\\'"?`.includes(plain) ? plain : whole);
    },
  );
  return { pieces: [{ kind: 'text', text: value, quoted: true }], end: start + found[0].length };
}
