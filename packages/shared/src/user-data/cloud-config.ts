import { type Document, isAlias, isMap, isScalar, isSeq, type Pair, parseDocument, type Scalar, visit } from 'yaml';
import { readShell } from './shell/read-shell.ts';
import type { Range } from './shell/syntax.ts';
import { contains, lineOf, linesAround, type Removable, type Unit, without } from './unit.ts';

/** The lists of a cloud-config whose items cloud-init joins to one script of `/bin/sh`. */
const scripts = ['runcmd', 'bootcmd'];

/**
 * What can go out of a cloud-config: an item of runcmd or bootcmd that is nothing but an `export`, and lines of a script that stands as a
 * block (`|`) in one of them or in write_files under a `#!` of a shell. Everything else is only searched. Source: cloud-init, "Cloud config
 * data", modules Runcmd, Bootcmd, Write Files.
 */
export function readCloudConfig(text: string): Unit[] {
  const whole: Unit = { start: 0, end: text.length, removable: [], obstacles: [], comments: [], heredocs: [], problem: null };
  const document = read(text);
  if (typeof document === 'string')
    return [{ ...whole, obstacles: [{ at: 0, variable: null, keyId: null, why: document }], problem: document }];
  const { contents } = document;
  if (!isMap(contents)) return [whole];
  const units = contents.items.flatMap((pair) => unitsOfModule(text, pair as Pair<unknown, unknown>));
  return [...units, { ...whole, comments: commentLines(text, contents.items as Pair[]) }];
}

/** A document whose meaning is certain, or why it is not. */
function read(text: string): Document | string {
  try {
    return parse(text);
  } catch {
    return 'The document is nested too deep to be read. Edit it by hand.';
  }
}

function parse(text: string): Document | string {
  if (!/^\uFEFF?#cloud-config[ \t]*(\r?\n|$)/.test(text))
    return 'The first line is not #cloud-config, so cloud-init would not read it as one. Edit it by hand.';
  const document = parseDocument(text, { version: '1.1', strict: true, logLevel: 'error' });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) return `Line ${lineOf(text, problem.pos[0])}: this is no YAML that can be read for certain. Edit it by hand.`;
  let isPlain = true;
  visit(document, (_, node) => {
    if (
      isAlias(node) ||
      (isScalar(node) && (node.anchor !== undefined || node.value === '<<')) ||
      (isMap(node) && node.anchor !== undefined)
    )
      isPlain = false;
  });
  return isPlain ? document : 'The document refers to parts of itself (& and *). Edit it by hand.';
}

function unitsOfModule(text: string, { key, value }: Pair<unknown, unknown>): Unit[] {
  const name = isScalar(key) ? String(key.value) : '';
  if (!isSeq(value) || value.flow) return [];
  if (scripts.includes(name)) return [unitOfList(text, value.items, range(value.range))];
  if (name !== 'write_files') return [];
  return value.items.flatMap((item) => {
    if (!isMap(item) || item.has('encoding')) return [];
    const content = item.get('content', true);
    return isBlock(content) && /^#!/.test(content.value) ? [unitOfBlock(text, content)] : [];
  });
}

/** A unit of the items of runcmd or bootcmd: they run one after the other in one shell. */
function unitOfList(text: string, items: unknown[], { start, end }: Range): Unit {
  const unit: Unit = { start, end, removable: [], obstacles: [], comments: [], heredocs: [], problem: null };
  let kept = items.length;
  for (const item of items) {
    if (isBlock(item)) {
      const inner = unitOfBlock(text, item);
      unit.removable.push(...inner.removable);
      unit.obstacles.push(...inner.obstacles);
      unit.comments.push(...inner.comments);
      unit.heredocs.push(...inner.heredocs);
      unit.problem ??= inner.problem;
    } else if (isText(item)) {
      const removable = wholeItem(text, item);
      if (removable === null) continue;
      unit.removable.push(removable);
      kept -= 1;
    }
  }
  const [last] = items.slice(-1);
  if (kept === 0) unit.problem ??= 'Nothing would be left of the list. Take the module out by hand.';
  if (isText(last) && unit.removable.some((one) => one.end === range(last.range).end))
    unit.problem ??= 'The last item of the list decides how its script ends. Edit it by hand.';
  if (kept < items.length && /\$\?|\$\{\?|PIPESTATUS|\$_(?!\w)|\balias\b|\bLINENO\b/.test(text.slice(start, end)))
    unit.problem ??= 'The script looks at how the command before it ended. Edit it by hand.';
  return unit;
}

/** `- export NAME=value` on a line of its own. Null for every other item. */
function wholeItem(text: string, item: Scalar<string>): Removable | null {
  const { start, end } = range(item.range);
  const cut = linesAround(text, { start, end });
  const [before, after] = [text.slice(cut.start, start), text.slice(end, cut.end)];
  if (!/^[ \t]*-[ \t]+$/.test(before) || !/^[ \t]*(\r?\n)?$/.test(after) || text.slice(start, end).includes('\n')) return null;
  const { removable, obstacles, problem } = readShell(item.value);
  const settings = removable.flatMap((one) => one.settings).map((one) => ({ ...one, at: start }));
  const isWhole =
    removable.length > 0 &&
    without(
      item.value,
      removable.map((one) => one.cut),
    ).trim() === '';
  return isWhole && obstacles.length === 0 && problem === null && item.value.includes('export ') ? { start, end, settings, cut } : null;
}

/** Lines of a script in a block: each line of the value is a line of the text behind the same indentation. */
function unitOfBlock(text: string, block: Scalar<string>): Unit {
  const { start, end } = range(block.range);
  const first = text.indexOf('\n', start) + 1;
  const inner = readShell(block.value);
  const unit: Unit = { start, end, removable: [], obstacles: [], comments: [], heredocs: [], problem: inner.problem };
  const lines = mapLines(text, block.value, first, end);
  if (first === 0 || lines === null) return { ...unit, problem: 'The lines of this block could not be told. Edit it by hand.' };
  const place = (at: number): number => {
    const index = lines.findIndex((line, next) => at >= line.inner && at < (lines[next + 1]?.inner ?? Number.POSITIVE_INFINITY));
    const line = lines[index] ?? { inner: 0, outer: first };
    return line.outer + (at - line.inner);
  };
  const move = (one: Range): Range => ({ start: place(one.start), end: place(Math.max(one.start, one.end - 1)) + 1 });
  for (const one of inner.removable) {
    const isLines = (one.cut.start === 0 || block.value[one.cut.start - 1] === '\n') && block.value[one.cut.end - 1] === '\n';
    const settings = one.settings.map((setting) => ({ ...setting, at: place(setting.at) }));
    if (isLines) unit.removable.push({ ...move(one), settings, cut: linesAround(text, move(one)) });
    else unit.problem ??= 'A command shares its line with another one. Edit it by hand.';
  }
  unit.obstacles = inner.obstacles.map((one) => ({ ...one, at: place(one.at) }));
  unit.comments = inner.comments.map(move);
  unit.heredocs = inner.heredocs.filter((one) => one.end > one.start).map(move);
  if (
    inner.removable.length > 0 &&
    without(
      block.value,
      inner.removable.map((one) => one.cut),
    ).trim() === ''
  )
    unit.problem ??= 'Nothing would be left of this script. Take it out by hand.';
  return unit;
}

/** Where each line of a block's value begins in the value and in the text; null where they do not match to the letter. */
function mapLines(text: string, value: string, from: number, end: number): { inner: number; outer: number }[] | null {
  const lines: { inner: number; outer: number }[] = [];
  let outer = from;
  let inner = 0;
  for (const line of value.replace(/\n$/, '').split('\n')) {
    const next = text.indexOf('\n', outer);
    const source = text.slice(outer, next === -1 ? text.length : next).replace(/\r$/, '');
    if (outer > end || !(source.endsWith(line) && source.slice(0, source.length - line.length).trim() === '')) return null;
    lines.push({ inner, outer: outer + source.length - line.length });
    inner += line.length + 1;
    outer = next === -1 ? text.length + 1 : next + 1;
  }
  return lines;
}

/** Lines that are nothing but a comment of YAML: outside every value. */
function commentLines(text: string, pairs: Pair[]): Range[] {
  const values = pairs.map(({ value }) => range((value as Scalar | null)?.range));
  const lines = [...text.matchAll(/^[ \t]*#.*$/gm)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
  return lines.filter((line) => !values.some((value) => contains(value, line)));
}

/** Is `after` the same document but for commands that set a key? Every module, list and text that has none is compared; lists may only get shorter. */
export function isSameCloudConfig(text: string, after: string): boolean {
  const [before, now] = [read(text), read(after)];
  if (typeof before === 'string' || typeof now === 'string') return false;
  try {
    return isRest(before.toJS(), now.toJS());
  } catch {
    return false;
  }
}

function isRest(before: unknown, now: unknown): boolean {
  if (typeof before === 'string' && typeof now === 'string') {
    const cuts = readShell(before).removable.map((one) => one.cut);
    return now === before || now === without(before, cuts);
  }
  if (Array.isArray(before) && Array.isArray(now)) {
    const kept = before.filter((item) => !(typeof item === 'string' && isGone(item) && !now.includes(item)));
    return kept.length === now.length && kept.every((item, index) => isRest(item, now[index]));
  }
  if (typeof before !== 'object' || before === null || typeof now !== 'object' || now === null) return Object.is(before, now);
  const [own, left] = [Object.entries(before), Object.entries(now)];
  return own.length === left.length && own.every(([name, value], index) => left[index]?.[0] === name && isRest(value, left[index]?.[1]));
}

const isGone = (item: string): boolean =>
  without(
    item,
    readShell(item).removable.map((one) => one.cut),
  ).trim() === '';

const isText = (node: unknown): node is Scalar<string> => isScalar(node) && typeof node.value === 'string';
const isBlock = (node: unknown): node is Scalar<string> => isText(node) && node.type === 'BLOCK_LITERAL';
const range = (of: readonly [number, number, number] | null | undefined): Range => ({ start: of?.[0] ?? 0, end: of?.[1] ?? 0 });
