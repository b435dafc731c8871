import type { Reader } from './reader.ts';
import type { Word } from './syntax.ts';

/** Characters that end a word outside quotes. */
const ends = new Set([' ', '\t', '\n', ';', '&', '|', '<', '>', '(', ')', '']);
/** Characters of which the shell may make something else: names of files, home directories, lists. */
const expands = new Set(['*', '?', '[', ']', '~', '{', '}', '!']);

/** Reads a word, with quotes, escapes and whatever it expands. The reader must stand at its first character. */
export function readWord(reader: Reader): Word {
  const start = reader.at;
  let literal = '';
  let isLiteral = true;
  while (reader.newline() === 0) {
    const sign = reader.peek();
    if ((sign === '<' || sign === '>') && reader.peek(1) === '(' && reader.at === start) {
      reader.at += 2;
      readSubstitution(reader);
      isLiteral = false;
    } else if (sign === '(' && /^[A-Za-z_]\w*\+?=$/.test(reader.text.slice(start, reader.at))) {
      readArray(reader);
      isLiteral = false;
    } else if (sign === '(' && /[?*+@!]$/.test(reader.text.slice(start, reader.at))) {
      throw reader.fail('an extended pattern');
    } else if (ends.has(sign)) break;
    else if (reader.isContinued()) reader.at += 2;
    else if (sign === '\\') {
      if (reader.at + 1 >= reader.text.length) throw reader.fail('a backslash at the end');
      literal += reader.peek(1);
      reader.at += 2;
    } else if (sign === "'") literal += readSingleQuoted(reader);
    else if (sign === '"') {
      const inner = readDoubleQuoted(reader);
      if (inner === null) isLiteral = false;
      else literal += inner;
    } else if (sign === '$' || sign === '`') {
      if (readExpansion(reader)) isLiteral = false;
      else literal += sign;
    } else {
      if (expands.has(sign)) isLiteral = false;
      literal += sign;
      reader.at += 1;
    }
  }
  if (reader.at === start) throw reader.fail('a word was expected');
  return { start, end: reader.at, raw: reader.text.slice(start, reader.at), literal: isLiteral ? literal : null };
}

function readSingleQuoted(reader: Reader): string {
  const end = reader.text.indexOf("'", reader.at + 1);
  if (end === -1) throw reader.fail('a quote that is not closed');
  const inner = reader.text.slice(reader.at + 1, end);
  reader.at = end + 1;
  return inner;
}

/** Text within double quotes; null where something is expanded in it. */
function readDoubleQuoted(reader: Reader): string | null {
  const start = reader.at;
  reader.at += 1;
  let inner = '';
  let isLiteral = true;
  for (;;) {
    const sign = reader.peek();
    if (sign === '') {
      reader.at = start;
      throw reader.fail('a quote that is not closed');
    }
    if (sign === '"') break;
    if (reader.isContinued()) reader.at += 2;
    else if (sign === '\\') {
      const next = reader.peek(1);
      inner += '$`"\\'.includes(next) ? next : sign + next;
      reader.at += 2;
    } else if (sign === '$' || sign === '`') {
      // Within double quotes `$'` and `$"` are a dollar sign before a quote.
      const isPlain = reader.peek(1) === "'" || reader.peek(1) === '"';
      if (sign === '$' && isPlain) reader.at += 1;
      else if (readExpansion(reader)) isLiteral = false;
      inner += sign;
    } else {
      inner += sign;
      reader.at += 1;
    }
  }
  reader.at += 1;
  return isLiteral ? inner : null;
}

/** Reads what begins with `$` or a backquote. False where a dollar sign stands for itself; it is read then too. */
function readExpansion(reader: Reader): boolean {
  if (reader.peek() === '`') {
    reader.at += 1;
    while (reader.peek() !== '`') {
      if (reader.isAtEnd) throw reader.fail('a backquote that is not closed');
      reader.at += reader.peek() === '\\' ? 2 : 1;
    }
    reader.at += 1;
    return true;
  }
  const next = reader.peek(1);
  if (next === '(') {
    if (reader.peek(2) === '(') {
      reader.at += 3;
      readArithmetic(reader);
    } else {
      reader.at += 2;
      readSubstitution(reader);
    }
    return true;
  }
  if (next === '{') {
    reader.at += 2;
    reader.nest(() => readParameter(reader));
    return true;
  }
  if (next === "'") {
    reader.at += 2;
    while (reader.peek() !== "'") {
      if (reader.isAtEnd) throw reader.fail('a quote that is not closed');
      reader.at += reader.peek() === '\\' ? 2 : 1;
    }
    reader.at += 1;
    return true;
  }
  reader.at += 1;
  if (next === '"') return true;
  const name = /^(?:[A-Za-z_]\w*|[0-9@*#?$!-])/.exec(reader.text.slice(reader.at, reader.at + 200));
  if (name === null) return false;
  reader.at += name[0].length;
  while (/\w/.test(reader.peek()) && /\w$/.test(name[0]) && !/^\d$/.test(name[0])) reader.at += 1;
  return true;
}

/** The rest of `$( … )`, `<( … )`, `>( … )`: a list of commands. */
function readSubstitution(reader: Reader): void {
  reader.readList(')');
  if (reader.peek() !== ')') throw reader.fail('a parenthesis that is not closed');
  reader.expectNoHeredoc();
  reader.at += 1;
}

/** The rest of `${ … }`. Nested quotes and braces are followed; a single quote within double quotes depends on the shell, and is refused. */
function readParameter(reader: Reader): void {
  for (;;) {
    const sign = reader.peek();
    if (sign === '') throw reader.fail('a brace that is not closed');
    if (sign === '}') break;
    if (sign === "'") throw reader.fail('a quote within the braces of a parameter');
    if (sign === '\\') reader.at += 2;
    else if (sign === '"') readDoubleQuoted(reader);
    else if (sign === '$' || sign === '`') readExpansion(reader);
    else reader.at += 1;
  }
  reader.at += 1;
}

/** The rest of `$(( … ))` and `(( … ))`, up to both parentheses. */
export function readArithmetic(reader: Reader): void {
  let depth = 0;
  for (;;) {
    const sign = reader.peek();
    if (sign === '' || sign === "'" || sign === '"' || (sign === '#' && reader.text[reader.at - 1] === ' '))
      throw reader.fail('arithmetic that is not closed');
    if (sign === ')' && depth === 0) {
      if (reader.peek(1) !== ')') throw reader.fail('a command in two parentheses');
      break;
    }
    if (sign === '(') depth += 1;
    if (sign === ')') depth -= 1;
    if (sign === '$' || sign === '`') readExpansion(reader);
    else reader.at += sign === '\\' ? 2 : 1;
  }
  reader.at += 2;
}

/** `( … )` of an array. */
function readArray(reader: Reader): void {
  reader.at += 1;
  for (;;) {
    reader.skipLines();
    if (reader.peek() === ')') break;
    if (reader.isAtEnd) throw reader.fail('an array that is not closed');
    readWord(reader);
  }
  reader.at += 1;
}
