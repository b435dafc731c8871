import { heredocPieces, type Piece, wordAt } from './shell-pieces.ts';

/** A word with what it is made of; `bare`: its text when nothing in it is quoted or expanded, so that it may be a reserved word. */
export interface WordToken {
  kind: 'word';
  pieces: Piece[];
  bare: string | null;
}

/** `target` of a heredoc is its body; of all others it is the word that follows. */
export interface RedirectToken {
  kind: 'redirect';
  descriptor: string;
  operator: string;
  body: Piece[] | null;
}

export type Token = WordToken | RedirectToken | { kind: 'operator'; text: string };

interface Waiting {
  token: RedirectToken;
  delimiter: string;
  literal: boolean;
  stripTabs: boolean;
}

/**
 * The tokens of a shell script, heredocs with their bodies. At what cannot be read (a quote that is never closed) it ends, as a shell does
 * with a syntax error. Source: POSIX.1-2024, Shell Command Language, 2.3 Token Recognition.
 */
export function shellTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let waiting: Waiting[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at = pattern.lastIndex;
    return found;
  };
  while (at < text.length) {
    if (take(/(?:[ \t]|\\\n)+/y) || take(/#[^\n]*/y)) continue;
    if (take(/\n/y)) {
      tokens.push({ kind: 'operator', text: ';' });
      for (const one of waiting) at = readBody(text, at, one);
      waiting = [];
      continue;
    }
    const redirect = take(/(\d*|&)(<<<|<<-|<<|>>|>\||<>|[<>]&|>|<)/y);
    if (redirect) {
      const token: RedirectToken = { kind: 'redirect', descriptor: redirect[1] ?? '', operator: redirect[2] ?? '', body: null };
      tokens.push(token);
      if (!/^<<-?$/.test(token.operator)) continue;
      take(/[ \t]+/y);
      const [named = ''] = take(/(?:'[^']*'|"[^"]*"|\\.|[^ \t\n;&|<>()'"\\])+/y) ?? [];
      waiting.push({
        token,
        delimiter: named.replace(/['"\\]/g, ''),
        literal: /['"\\]/.test(named),
        stripTabs: token.operator === '<<-',
      });
      continue;
    }
    const operator = take(/&&|\|\||;;&?|;&|\|&|[;&|()]/y);
    if (operator) {
      tokens.push({ kind: 'operator', text: operator[0] });
      continue;
    }
    const word = wordAt(text, at);
    if (word === null) break;
    tokens.push({ kind: 'word', pieces: word.pieces, bare: word.bare });
    at = word.end;
  }
  return tokens;
}

/** Reads one heredoc's body into its token; returns where the text goes on. */
function readBody(text: string, start: number, { token, delimiter, literal, stripTabs }: Waiting): number {
  const lines: string[] = [];
  let at = start;
  while (at < text.length) {
    const end = text.indexOf('\n', at);
    const raw = text.slice(at, end === -1 ? text.length : end);
    const line = stripTabs ? raw.replace(/^\t+/, '') : raw;
    at = end === -1 ? text.length : end + 1;
    if (line === delimiter) break;
    lines.push(`${line}\n`);
  }
  const body = lines.join('');
  token.body = literal ? [{ kind: 'text', text: body, quoted: true }] : heredocPieces(body);
  return at;
}
