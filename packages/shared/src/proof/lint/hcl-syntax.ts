import { TextProblem } from './located.ts';

/** An expression of HCL, as far as policies need it; all else is `other`, with its text. https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md */
export type HclExpression = { line: number; endLine: number; text: string } & (
  | { kind: 'literal'; value: string | number | boolean | null }
  | { kind: 'template'; parts: readonly (string | HclExpression)[]; isHeredoc: boolean }
  | { kind: 'list'; items: readonly HclExpression[] }
  | { kind: 'object'; entries: readonly { key: string; line: number; value: HclExpression }[] }
  | { kind: 'call'; name: string; arguments: readonly HclExpression[] }
  | { kind: 'reference' }
  | { kind: 'other' }
);

export interface HclBody {
  attributes: { name: string; line: number; value: HclExpression }[];
  blocks: HclBlock[];
}
export interface HclBlock {
  type: string;
  labels: string[];
  line: number;
  endLine: number;
  body: HclBody;
}

/** Deeper than any configuration; a parser that calls itself needs an end. */
const deepest = 100;

/** Text of a Terraform file → its blocks and expressions with their lines. Throws TextProblem at the line of the fault. */
export function parseHcl(text: string): HclBody {
  const reader = new HclReader(text);
  return reader.file();
}

class HclReader {
  readonly #text: string;
  #at = 0;
  #line = 1;
  #depth = 0;

  constructor(text: string) {
    this.#text = text.replaceAll('\r\n', '\n');
  }

  file(): HclBody {
    const body = this.#body(null);
    return body;
  }

  #fail(message: string): never {
    throw new TextProblem(message, this.#line);
  }

  #peek(pattern: RegExp): string | null {
    const sticky = new RegExp(pattern.source, 'y');
    sticky.lastIndex = this.#at;
    return sticky.exec(this.#text)?.[0] ?? null;
  }

  #take(pattern: RegExp): string | null {
    const found = this.#peek(pattern);
    if (found !== null) this.#advance(found.length);
    return found;
  }

  #advance(length: number): void {
    for (const sign of this.#text.slice(this.#at, this.#at + length)) if (sign === '\n') this.#line++;
    this.#at += length;
  }

  #skip(withLines: boolean): void {
    const blank = withLines ? /(?:\s|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/ : /(?:[^\S\n]|\/\*[\s\S]*?\*\/)+/;
    this.#take(blank);
    if (!withLines) this.#take(/(?:#|\/\/)[^\n]*/);
  }

  #body(close: '}' | null): HclBody {
    if (++this.#depth > deepest) this.#fail(`More than ${deepest} levels within each other`);
    const body: HclBody = { attributes: [], blocks: [] };
    for (;;) {
      this.#skip(true);
      if (this.#at >= this.#text.length) {
        if (close !== null) this.#fail('The text ends where } belongs');
        break;
      }
      if (close !== null && this.#take(/\}/)) break;
      const line = this.#line;
      const name = this.#take(/[A-Za-z_][\w-]*/);
      if (name === null) return this.#fail(`${this.#text[this.#at]} begins neither an attribute nor a block`);
      this.#skip(false);
      if (this.#take(/=(?!=)/)) body.attributes.push({ name, line, value: this.#expression(false) });
      else body.blocks.push(this.#block(name, line));
    }
    this.#depth--;
    return body;
  }

  #block(type: string, line: number): HclBlock {
    const labels: string[] = [];
    for (;;) {
      this.#skip(false);
      const label = this.#take(/"[^"\n]*"|[A-Za-z_][\w-]*/);
      if (label === null) break;
      labels.push(label.replaceAll('"', ''));
    }
    if (!this.#take(/\{/)) this.#fail(`After ${[type, ...labels].join(' ')}: expected = or {`);
    const body = this.#body('}');
    return { type, labels, line, endLine: this.#line, body };
  }

  /** `within`: in brackets, where a line may end anywhere. */
  #expression(within: boolean): HclExpression {
    if (++this.#depth > deepest) this.#fail(`More than ${deepest} levels within each other`);
    this.#skip(within);
    const from = { at: this.#at, line: this.#line };
    const simple = this.#primary();
    const end = { at: this.#at, line: this.#line };
    this.#skip(within);
    this.#depth--;
    const placed = (line: number, endAt: number) => ({ line: from.line, endLine: line, text: this.#text.slice(from.at, endAt) });
    const isHeredoc = simple !== null && simple.kind === 'template' && simple.isHeredoc;
    if (
      simple !== null &&
      (isHeredoc || this.#at >= this.#text.length || this.#peek(/[\n,)\]}]/) !== null || this.#text[this.#at - 1] === '\n')
    ) {
      return { ...simple, ...placed(end.line, end.at) };
    }
    this.#skipToEnd(within);
    return { kind: 'other', ...placed(this.#line, this.#at) };
  }

  #primary(): Parts | null {
    if (this.#peek(/"/)) return this.#quoted();
    if (this.#peek(/<<-?[A-Za-z_]/)) return this.#heredoc();
    if (this.#peek(/\[(?!\s*for\b)/)) return this.#list();
    if (this.#peek(/\{(?!\s*for\b)/)) return this.#object();
    const number = this.#take(/-?\d+(?:\.\d+)?(?![\w.])/);
    if (number !== null) return { kind: 'literal', value: Number(number) };
    const word = this.#take(/[A-Za-z_][\w-]*/);
    if (word === null) return null;
    if (this.#peek(/\(/)) return this.#call(word);
    const rest = this.#take(/(?:\.[A-Za-z_*][\w-]*|\.\d+|\[(?:\d+|\*|"[^"\n]*")\])*/) ?? '';
    if (rest !== '') return { kind: 'reference' };
    const words: Record<string, boolean | null> = { true: true, false: false, null: null };
    return word in words ? { kind: 'literal', value: words[word] ?? null } : { kind: 'reference' };
  }

  #call(name: string): Parts | null {
    this.#take(/\(/);
    const given: HclExpression[] = [];
    for (this.#skip(true); !this.#take(/\)/); this.#skip(true)) {
      given.push(this.#expression(true));
      this.#skip(true);
      if (!this.#take(/,|\.\.\./) && !this.#peek(/\)/)) this.#fail(`In ${name}(…): expected , or )`);
    }
    // An attribute of what a function answers is beyond this reader.
    return this.#peek(/[.[]/) ? null : { kind: 'call', name, arguments: given };
  }

  #list(): Parts {
    this.#take(/\[/);
    const items: HclExpression[] = [];
    for (this.#skip(true); !this.#take(/\]/); this.#skip(true)) {
      items.push(this.#expression(true));
      this.#skip(true);
      if (!this.#take(/,/) && !this.#peek(/\]/)) this.#fail('In a list: expected , or ]');
    }
    return { kind: 'list', items };
  }

  #object(): Parts {
    this.#take(/\{/);
    const entries: { key: string; line: number; value: HclExpression }[] = [];
    for (this.#skip(true); !this.#take(/\}/); this.#skip(true)) {
      const line = this.#line;
      const key = this.#take(/"(?:[^"\\\n]|\\.)*"|[A-Za-z_][\w-]*|\([^()\n]*\)/);
      if (key === null) return this.#fail('In an object: expected a name');
      this.#skip(false);
      if (!this.#take(/=(?!=)|:/)) this.#fail(`After ${key}: expected =`);
      entries.push({ key: key.replaceAll(/^"|"$/g, ''), line, value: this.#expression(false) });
      this.#skip(true);
      this.#take(/,/);
    }
    return { kind: 'object', entries };
  }

  #quoted(): Parts {
    this.#take(/"/);
    const parts: (string | HclExpression)[] = [];
    for (;;) {
      const plain = this.#take(/(?:\$\$\{|%%\{|\\[^\n]|[$%](?!\{)|[^"\\$%\n])+/);
      if (plain !== null) parts.push(unescaped(plain));
      else if (this.#peek(/[$%]\{/)) parts.push(this.#interpolation());
      else if (this.#take(/"/)) return templateOf(parts, false);
      else this.#fail('A text in quotation marks is not closed on its line');
    }
  }

  #heredoc(): Parts {
    const mark = (this.#take(/<<-?[A-Za-z_][\w-]*/) ?? '').replace(/^<<-?/, '');
    if (!this.#take(/[^\S\n]*\n/)) this.#fail(`After <<${mark}: expected the end of the line`);
    const parts: (string | HclExpression)[] = [];
    const end = new RegExp(`[^\\S\\n]*${mark}(?=[^\\S\\n]*(?:\\n|$))`);
    for (;;) {
      if (this.#text[this.#at - 1] === '\n' && this.#take(end) !== null) return templateOf(parts, true);
      if (this.#at >= this.#text.length) this.#fail(`The text ends before ${mark}`);
      const plain = this.#take(/(?:\$\$\{|%%\{|[$%](?!\{)|[^$%\n])*\n?/) ?? '';
      if (plain !== '') parts.push(plain.replaceAll(/([$%])\1\{/g, '$1{'));
      else parts.push(this.#interpolation());
    }
  }

  /** A reference, or a directive, which is `other`. */
  #interpolation(): HclExpression {
    const isDirective = this.#peek(/%/) !== null;
    this.#take(/[$%]\{~?/);
    const found = this.#expression(true);
    this.#skip(true);
    if (!this.#take(/~?\}/)) {
      this.#skipToEnd(true);
      if (!this.#take(/~?\}/)) this.#fail('${ is not closed');
      return { ...found, kind: 'other' };
    }
    return isDirective ? { line: found.line, endLine: found.endLine, text: found.text, kind: 'other' } : found;
  }

  /** To where an expression that is not understood ends. */
  #skipToEnd(within: boolean): void {
    for (let depth = 0; this.#at < this.#text.length; ) {
      if (this.#peek(/"/)) this.#quoted();
      else if (this.#peek(/<<-?[A-Za-z_]/)) this.#heredoc();
      else if (this.#take(/[([{]/)) depth++;
      else if (depth > 0 && this.#take(/[)\]}]/)) depth--;
      else if (depth === 0 && this.#peek(within ? /[,)\]}]/ : /[\n,)\]}]/)) return;
      else if (!this.#take(/#[^\n]*|\/\*[\s\S]*?\*\//)) this.#advance(1);
    }
  }
}

type Parts = HclExpression extends infer E ? (E extends HclExpression ? Omit<E, 'line' | 'endLine' | 'text'> : never) : never;

function templateOf(parts: (string | HclExpression)[], isHeredoc: boolean): Parts {
  if (!isHeredoc && parts.every((part) => typeof part === 'string')) return { kind: 'literal', value: parts.join('') };
  return { kind: 'template', parts, isHeredoc };
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t' };
const unescaped = (text: string): string =>
  text
    .replaceAll(/\\u([0-9A-Fa-f]{4})|\\([\s\S])/g, (_all, code: string | undefined, sign: string | undefined) =>
      code === undefined ? (escapes[sign ?? ''] ?? sign ?? '') : String.fromCharCode(Number.parseInt(code, 16)),
    )
    .replaceAll(/([$%])\1\{/g, '$1{');
