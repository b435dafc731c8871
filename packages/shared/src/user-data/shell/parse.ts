import { parseCommand } from './commands.ts';
import { Reader } from './reader.ts';
import type { Command, Item, Script } from './syntax.ts';

/** Words that end a list where a command could begin. */
const closing = new Set(['then', 'else', 'elif', 'fi', 'do', 'done', 'esac', '}']);

/**
 * Reads a script of the POSIX shell, with what bash adds as far as user data has it. Throws SyntaxProblem for everything else; nothing is
 * guessed. Source: POSIX.1-2024, Shell Command Language; the manual of bash, "Shell Syntax".
 */
export function parseScript(text: string): Script {
  const reader = new Reader(text, parseListUntil);
  reader.script.items = reader.readList();
  if (!reader.isAtEnd) throw reader.fail('something ends here that did not begin');
  reader.expectNoHeredoc();
  return reader.script;
}

function parseListUntil(reader: Reader, end: ')' | ''): Item[] {
  return reader.nest(() => {
    const items: Item[] = [];
    for (;;) {
      reader.skipLines();
      if (reader.isAtEnd || reader.peek() === ')' || reader.startsWith(';;') || reader.startsWith(';&') || closing.has(reader.plainWord()))
        break;
      items.push(parseItem(reader));
    }
    if (end === ')' && reader.peek() !== ')') throw reader.fail('a parenthesis that is not closed');
    return items;
  });
}

function parseItem(reader: Reader): Item {
  const start = reader.at;
  const commands: Command[] = [];
  let isPrefixed = false;
  let end = start;
  for (;;) {
    const word = reader.plainWord();
    if (word === '!' || word === 'time') {
      isPrefixed = true;
      reader.at += word.length;
      reader.skipBlanks();
      continue;
    }
    const command = parseCommand(reader);
    commands.push(command);
    end = command.end;
    reader.skipBlanks();
    const joint = ['&&', '||', '|&', '|'].find((sign) => reader.startsWith(sign));
    if (joint === undefined) break;
    reader.at += joint.length;
    reader.skipLines();
  }
  return { start, end, commands, isPrefixed, terminator: takeTerminator(reader) };
}

function takeTerminator(reader: Reader): Item['terminator'] {
  if (reader.newline() > 0) {
    reader.takeNewline();
    return '\n';
  }
  const sign = reader.peek();
  if (sign === ';' && reader.peek(1) !== ';' && reader.peek(1) !== '&') {
    reader.at += 1;
    return ';';
  }
  if (sign === '&') {
    reader.at += 1;
    return '&';
  }
  if (sign === '' || sign === ')' || reader.startsWith(';;') || reader.startsWith(';&')) return '';
  throw reader.fail('a sign that no command ends with');
}
