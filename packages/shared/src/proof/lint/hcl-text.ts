import { TextProblem } from './located.ts';

/** Deeper than any configuration; a parser that calls itself needs an end. */
const deepest = 100;

/** The text of a Terraform file and how far it is read. */
export class HclText {
  readonly #text: string;
  #at = 0;
  #line = 1;
  #depth = 0;

  constructor(text: string) {
    this.#text = text.replaceAll('\r\n', '\n');
  }

  /** The line that is read, from 1. */
  get line(): number {
    return this.#line;
  }

  get at(): number {
    return this.#at;
  }

  get isDone(): boolean {
    return this.#at >= this.#text.length;
  }

  /** The sign before, or ahead of, where the text is read. */
  sign(offset: -1 | 0): string | undefined {
    return this.#text[this.#at + offset];
  }

  between(from: number, to: number): string {
    return this.#text.slice(from, to);
  }

  /** Throws TextProblem at the line that is read. */
  fail(message: string): never {
    throw new TextProblem(message, this.#line);
  }

  /** What stands here and matches; null: something else. */
  peek(pattern: RegExp): string | null {
    const sticky = new RegExp(pattern.source, 'y');
    sticky.lastIndex = this.#at;
    return sticky.exec(this.#text)?.[0] ?? null;
  }

  /** The same, and reads on behind it. */
  take(pattern: RegExp): string | null {
    const found = this.peek(pattern);
    if (found !== null) this.advance(found.length);
    return found;
  }

  advance(length: number): void {
    for (const sign of this.#text.slice(this.#at, this.#at + length)) if (sign === '\n') this.#line++;
    this.#at += length;
  }

  /** White space and comments; `withLines`: over the ends of lines too. */
  skip(withLines: boolean): void {
    const blank = withLines ? /(?:\s|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/ : /(?:[^\S\n]|\/\*[\s\S]*?\*\/)+/;
    this.take(blank);
    if (!withLines) this.take(/(?:#|\/\/)[^\n]*/);
  }

  /** One level further in. Throws TextProblem where there are too many. */
  within<T>(read: () => T): T {
    if (++this.#depth > deepest) this.fail(`More than ${deepest} levels within each other`);
    const found = read();
    this.#depth--;
    return found;
  }
}
