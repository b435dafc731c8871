/** A piece of the text, from `start` up to and without `end`. */
export interface Range {
  start: number;
  end: number;
}

/** A word of a command. */
export interface Word extends Range {
  raw: string;
  /** What the word stands for when the shell makes nothing of it but taking its quotes away; null where it expands something. */
  literal: string | null;
}

/** `NAME=value` before a command or by itself. */
export interface Assignment extends Range {
  name: string;
  /** As `literal` of a word; null for `+=` and arrays too. */
  value: string | null;
}

export interface SimpleCommand extends Range {
  type: 'simple';
  assignments: Assignment[];
  words: Word[];
  redirects: number;
}

/** `if`, `{ … }`, a function, `[[ … ]]`, …: what is inside is not looked into for removal. */
export interface CompoundCommand extends Range {
  type: 'compound';
  /** The word or sign that begins it; `function` for `name() …`. */
  keyword: string;
  /** Of a function. */
  name?: string;
}

export type Command = SimpleCommand | CompoundCommand;

/** An entry of a list: commands joined by `|`, `&&` and `||`, up to what ends the entry. */
export interface Item extends Range {
  commands: Command[];
  /** `!` or `time` stands before it. */
  isPrefixed: boolean;
  /** `''` at the end of the text or before `)`. */
  terminator: ';' | '&' | '\n' | '';
}

/** A script: its outermost list, and where things lie that are no commands. */
export interface Script {
  items: Item[];
  comments: Range[];
  heredocs: Range[];
  /** Every simple command wherever it stands, also within functions and `$( … )`; not what backquotes hold. */
  everyCommand: SimpleCommand[];
  functions: string[];
}

/** The text is no script that this reader knows. `at`: where it gave up. */
export class SyntaxProblem extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}
