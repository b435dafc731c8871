import type { Reader } from './reader.ts';
import type { Assignment, Command, CompoundCommand, SimpleCommand, Word } from './syntax.ts';
import { readArithmetic, readWord } from './words.ts';

/** Reads one command with its redirections. */
export function parseCommand(reader: Reader): Command {
  return reader.nest(() => {
    const start = reader.at;
    const keyword = reader.peek() === '(' ? '(' : reader.plainWord();
    const readBody = Object.hasOwn(compounds, keyword) ? compounds[keyword] : undefined;
    if (readBody === undefined) return parseSimple(reader);
    reader.at += keyword.length;
    const name = readBody(reader);
    let end = reader.at;
    for (reader.skipBlanks(); readRedirect(reader); reader.skipBlanks()) end = reader.at;
    return compound(reader, start, end, keyword, name ?? undefined);
  });
}

const compound = (reader: Reader, start: number, end: number, keyword: string, name?: string): CompoundCommand => {
  if (name !== undefined) reader.script.functions.push(name);
  // Blanks and a comment after the command belong to nobody.
  reader.at = Math.max(end, reader.at);
  return { type: 'compound', start, end, keyword, ...(name === undefined ? {} : { name }) };
};

/** Readers of what follows the word that begins a compound command; that of a function gives its name. */
const compounds: Record<string, (reader: Reader) => string | null> = {
  '{': (reader) => list(reader, '}'),
  '(': (reader) => {
    if (reader.peek() === '(') {
      reader.at += 1;
      readArithmetic(reader);
    } else list(reader, ')');
    return null;
  },
  if: (reader) => {
    list(reader, 'then');
    for (;;) {
      reader.readList();
      const word = take(reader, ['elif', 'else', 'fi']);
      if (word === 'fi') return null;
      if (word === 'elif') list(reader, 'then');
      else return list(reader, 'fi');
    }
  },
  while: (reader) => loop(reader),
  until: (reader) => loop(reader),
  for: (reader) => {
    reader.skipBlanks();
    if (reader.startsWith('((')) {
      reader.at += 2;
      readArithmetic(reader);
    } else wordsOfLoop(reader);
    reader.skipBlanks();
    if (reader.peek() === ';') reader.at += 1;
    return body(reader);
  },
  select: (reader) => {
    reader.skipBlanks();
    wordsOfLoop(reader);
    reader.skipBlanks();
    if (reader.peek() === ';') reader.at += 1;
    return body(reader);
  },
  case: (reader) => {
    reader.skipBlanks();
    readWord(reader);
    reader.skipLines();
    take(reader, ['in']);
    for (;;) {
      reader.skipLines();
      if (reader.plainWord() === 'esac') break;
      if (reader.peek() === '(') reader.at += 1;
      for (;;) {
        reader.skipBlanks();
        readWord(reader);
        reader.skipBlanks();
        if (reader.peek() !== '|') break;
        reader.at += 1;
      }
      if (reader.peek() !== ')') throw reader.fail('a pattern without its parenthesis');
      reader.at += 1;
      reader.readList();
      const end = [';;&', ';;', ';&'].find((sign) => reader.startsWith(sign));
      if (end !== undefined) reader.at += end.length;
      else if (reader.plainWord() !== 'esac') throw reader.fail('a case that does not end');
    }
    reader.at += 'esac'.length;
    return null;
  },
  function: (reader) => {
    reader.skipBlanks();
    const { raw } = readWord(reader);
    reader.skipBlanks();
    if (reader.startsWith('()')) reader.at += 2;
    functionBody(reader);
    return raw;
  },
  '[[': (reader) => {
    for (;;) {
      reader.skipLines();
      if (reader.isAtEnd) throw reader.fail('[[ that is not closed');
      if (reader.startsWith('=~')) {
        reader.at += 2;
        reader.skipBlanks();
        readPattern(reader);
      } else if ('()<>&|'.includes(reader.peek())) reader.at += 1;
      else if (readWord(reader).raw === ']]') return null;
    }
  },
  coproc: (reader) => {
    throw reader.fail('coproc');
  },
};

const loop = (reader: Reader): null => {
  reader.readList();
  return body(reader);
};

const body = (reader: Reader): null => {
  reader.skipLines();
  take(reader, ['do']);
  return list(reader, 'done');
};

function list(reader: Reader, end: string): null {
  const items = reader.readList(end === ')' ? ')' : '');
  if (items.length === 0) throw reader.fail('a command was expected');
  if (end === ')') reader.at += 1;
  else take(reader, [end]);
  return null;
}

function take(reader: Reader, words: string[]): string {
  const word = reader.plainWord();
  if (!words.includes(word)) throw reader.fail(`${words.join(' or ')} was expected`);
  reader.at += word.length;
  return word;
}

/** `name in word …` */
function wordsOfLoop(reader: Reader): void {
  readWord(reader);
  reader.skipLines();
  if (reader.plainWord() !== 'in') return;
  reader.at += 2;
  for (reader.skipBlanks(); reader.newline() === 0 && !reader.isAtEnd && reader.peek() !== ';'; reader.skipBlanks()) readWord(reader);
}

/** A regular expression after `=~`, where parentheses and bars are no signs of the shell. */
function readPattern(reader: Reader): void {
  while (!reader.isAtEnd && !/[\s;]/.test(reader.peek())) {
    if ('()|<>&'.includes(reader.peek())) reader.at += 1;
    else readWord(reader);
  }
}

function functionBody(reader: Reader): void {
  reader.skipLines();
  if (parseCommand(reader).type !== 'compound') throw reader.fail('a function without a body');
}

function parseSimple(reader: Reader): Command {
  const command: SimpleCommand = { type: 'simple', start: reader.at, end: reader.at, assignments: [], words: [], redirects: 0 };
  for (reader.skipBlanks(); ; reader.skipBlanks()) {
    if (readRedirect(reader)) command.redirects += 1;
    else if (reader.newline() > 0 || reader.isAtEnd || ';&|)'.includes(reader.peek())) break;
    else if (reader.peek() === '(') {
      const name = command.words.length === 1 && command.assignments.length === 0 ? (command.words[0]?.literal ?? null) : null;
      if (name === null || !reader.startsWith('()')) throw reader.fail('a parenthesis within a command');
      reader.at += 2;
      functionBody(reader);
      return compound(reader, command.start, reader.at, 'function', name);
    } else addWord(command, readWord(reader));
    command.end = reader.at;
  }
  if (command.words.length + command.assignments.length + command.redirects === 0) throw reader.fail('a command was expected');
  reader.script.everyCommand.push(command);
  return command;
}

function addWord(command: SimpleCommand, word: Word): void {
  const assignment = command.words.length === 0 ? assignmentOf(word) : null;
  if (assignment !== null) command.assignments.push(assignment);
  else command.words.push(word);
}

/** `NAME=value`, `NAME+=value`, `NAME[i]=value`, its name not quoted; null where the word is none of them. */
function assignmentOf({ start, end, raw, literal }: Word): Assignment | null {
  const match = /^([A-Za-z_]\w*)(\[[^\]]*\])?(\+?)=/.exec(raw);
  if (match === null) return null;
  const [whole, name = '', index, plus] = match;
  return { start, end, name, value: index === undefined && plus === '' && literal !== null ? literal.slice(whole.length) : null };
}

/** `<`, `2>&1`, `>> file`, `<<EOF` and the like; a here-document is announced to the reader. False where there is none. */
function readRedirect(reader: Reader): boolean {
  const sign = /^(?:\d*|\{\w+\})(&>>|&>|<<<|<<-|<<|<>|<&|>>|>&|>\||<|>)/.exec(reader.text.slice(reader.at, reader.at + 40));
  if (sign === null || (/^[<>]\($/.test(reader.text.slice(reader.at, reader.at + 2)) && /^[<>]$/.test(sign[0]))) return false;
  reader.at += sign[0].length;
  reader.skipBlanks();
  const word = readWord(reader);
  const operator = sign[1];
  if (operator === '<<' || operator === '<<-') {
    // Of a delimiter only quotes are taken away; one that would expand is nobody's.
    if (word.literal === null) throw reader.fail('a here-document with an unusual delimiter');
    reader.expectHeredoc(word.literal, operator === '<<-');
  }
  return true;
}
