import { type Item, type Range, type Script, SyntaxProblem } from './syntax.ts';

interface PendingHeredoc {
  delimiter: string;
  stripsTabs: boolean;
}

/** Deeper nesting is nobody's script, and the parser calls itself. */
const deepest = 60;

/** Where the parser is in the text, with what belongs to no command: blanks, continued lines, comments, here-documents. */
export class Reader {
  readonly text: string;
  at = 0;
  readonly script: Script = { items: [], comments: [], heredocs: [], everyCommand: [], functions: [] };
  #pending: PendingHeredoc[] = [];
  #depth = 0;

  readonly #readList: (reader: Reader, end: ')' | '') => Item[];

  /** `readList` reads a list of commands, for the words and commands that hold one: the grammar goes in a circle, the files do not. */
  constructor(text: string, readList: (reader: Reader, end: ')' | '') => Item[]) {
    this.text = text;
    this.#readList = readList;
  }

  /** Reads a list until something that no command begins with: the end, `)`, `;;` or a closing word. The caller looks at what it was. */
  readList(end: ')' | '' = ''): Item[] {
    return this.#readList(this, end);
  }

  /** The characters up to the next blank or sign, as they stand. */
  plainWord(): string {
    return /^[^\s;&|<>()"'\\`$]*/.exec(this.text.slice(this.at, this.at + 40))?.[0] ?? '';
  }

  peek(offset = 0): string {
    return this.text[this.at + offset] ?? '';
  }

  startsWith(sign: string): boolean {
    return this.text.startsWith(sign, this.at);
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  fail(message: string): SyntaxProblem {
    return new SyntaxProblem(message, this.at);
  }

  /** Goes one level into `inner`, and refuses to go too deep. */
  nest<T>(inner: () => T): T {
    this.#depth += 1;
    if (this.#depth > deepest) throw this.fail('more levels within each other than this reader follows');
    const result = inner();
    this.#depth -= 1;
    return result;
  }

  /** Length of the line ending here: `\n`, or `\r\n`; 0 where there is none. A `\r` that ends the text counts as one. */
  newline(): number {
    if (this.peek() === '\n') return 1;
    if (this.peek() === '\r' && this.peek(1) === '\n') return 2;
    return this.peek() === '\r' && this.at + 1 === this.text.length ? 1 : 0;
  }

  /** Is here a backslash that joins the next line to this one? */
  isContinued(): boolean {
    if (this.peek() !== '\\') return false;
    // The shell would take the carriage return for a character, and the line would end.
    if (this.peek(1) === '\r' && this.peek(2) === '\n') throw this.fail('a backslash before a line ending of Windows');
    return this.peek(1) === '\n';
  }

  /** Skips blanks, continued lines and a comment; not the end of the line. */
  skipBlanks(): void {
    for (;;) {
      if (this.peek() === ' ' || this.peek() === '\t') this.at += 1;
      else if (this.isContinued()) this.at += 2;
      else break;
    }
    if (this.peek() === '#') this.#skipComment();
  }

  /** Skips everything up to the next token of a command. */
  skipLines(): void {
    for (;;) {
      this.skipBlanks();
      if (this.newline() === 0) return;
      this.takeNewline();
    }
  }

  /** Takes the line ending here, and the here-documents that begin on the next line. */
  takeNewline(): void {
    this.at += this.newline();
    const pending = this.#pending;
    this.#pending = [];
    for (const heredoc of pending) this.#takeHeredoc(heredoc);
  }

  expectHeredoc(delimiter: string, stripsTabs: boolean): void {
    this.#pending.push({ delimiter, stripsTabs });
  }

  /** Refuses a here-document that was announced and has no line to begin on. */
  expectNoHeredoc(): void {
    if (this.#pending.length > 0) throw this.fail('a here-document that does not begin');
  }

  #skipComment(): void {
    const start = this.at;
    while (!this.isAtEnd && this.newline() === 0) this.at += 1;
    this.script.comments.push({ start, end: this.at });
  }

  #takeHeredoc({ delimiter, stripsTabs }: PendingHeredoc): void {
    const start = this.at;
    while (!this.isAtEnd) {
      const lineStart = this.at;
      const next = this.text.indexOf('\n', lineStart);
      const lineEnd = next === -1 ? this.text.length : next;
      const line = this.text.slice(lineStart, lineEnd).replace(/\r$/, '');
      this.at = next === -1 ? this.text.length : next + 1;
      if ((stripsTabs ? line.replace(/^\t+/, '') : line) !== delimiter) continue;
      const body: Range = { start, end: lineStart };
      this.script.heredocs.push(body);
      return;
    }
    throw this.fail(`a here-document without its last line, ${JSON.stringify(delimiter)}`);
  }
}
