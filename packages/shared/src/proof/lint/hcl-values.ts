import type { HclBody, HclExpression } from './hcl-syntax.ts';
import { parseJson } from './json.ts';
import { type Located, TextProblem } from './located.ts';
import { isUnread, type StandIns } from './stand-ins.ts';

/** Resolves expressions of one configuration; `locals` are looked up, variables are not: a default may be overridden. */
export class HclValues {
  readonly #locals: ReadonlyMap<string, HclExpression>;
  readonly #standIns: StandIns;

  constructor(file: HclBody, standIns: StandIns) {
    const blocks = file.blocks.filter(({ type }) => type === 'locals');
    this.#locals = new Map(blocks.flatMap(({ body }) => body.attributes.map(({ name, value }) => [name, value])));
    this.#standIns = standIns;
  }

  /** Expression → values with their lines; what cannot be resolved has a mark in it. */
  value(expression: HclExpression, depth = 0): Located {
    const place = { line: expression.line, endLine: expression.endLine };
    const text = (value: string): Located => ({ kind: 'scalar', value, ...place });
    if (depth > 20) return text(this.#standIns.unread(expression.text));
    switch (expression.kind) {
      case 'literal':
        return { kind: 'scalar', value: expression.value, ...place };
      case 'list':
        return { kind: 'list', items: expression.items.map((item) => this.value(item, depth + 1)), ...place };
      case 'object':
        return {
          kind: 'map',
          entries: expression.entries.map(({ key, line, value }) => ({ key: policyText(key), line, value: this.value(value, depth + 1) })),
          ...place,
        };
      case 'template': {
        const [only] = expression.parts;
        if (expression.parts.length === 1 && typeof only === 'object') return this.value(only, depth + 1);
        return text(expression.parts.map((part) => (typeof part === 'string' ? part : this.#text(part, depth))).join(''));
      }
      case 'call':
        return this.#call(expression, depth) ?? text(this.#standIns.unread(expression.text));
      case 'reference':
        return this.#reference(expression, depth);
      default:
        return text(this.#standIns.unread(expression.text));
    }
  }

  /**
   * A policy as an attribute holds it: a here-document or text of JSON, or jsonencode of an object. Null where the attribute only names a
   * document that stands elsewhere. Throws TextProblem where it is no JSON.
   */
  document(expression: HclExpression): Located | null {
    if (expression.kind === 'call' && expression.name === 'jsonencode' && expression.arguments[0])
      return this.value(expression.arguments[0]);
    const value = this.value(expression);
    if (value.kind !== 'scalar' || typeof value.value !== 'string') return null;
    if (!/^\s*\{/.test(value.value)) return null;
    try {
      return parseJson(value.value, expression.kind === 'template' && expression.isHeredoc ? expression.line + 1 : expression.line);
    } catch (error) {
      if (error instanceof TextProblem && isUnread(value.value))
        return { kind: 'unread', text: expression.text, line: error.line, endLine: expression.endLine };
      throw error;
    }
  }

  #text(expression: HclExpression, depth: number): string {
    const value = this.value(expression, depth + 1);
    return value.kind === 'scalar' ? String(value.value ?? '') : this.#standIns.unread(expression.text);
  }

  #call({ name, arguments: given }: Extract<HclExpression, { kind: 'call' }>, depth: number): Located | null {
    const [first, second] = given;
    if (first === undefined) return null;
    if (name === 'toset' || name === 'tolist' || name === 'tostring') return this.value(first, depth + 1);
    if (name !== 'format' || second === undefined || first.kind !== 'literal') return null;
    const texts = given.slice(1).map((item) => this.#text(item, depth));
    return {
      kind: 'scalar',
      value: String(first.value).replaceAll('%s', () => texts.shift() ?? ''),
      line: first.line,
      endLine: first.endLine,
    };
  }

  #reference({ text, line, endLine }: HclExpression, depth: number): Located {
    const local = /^local\.([\w-]+)$/.exec(text)?.[1];
    const found = local === undefined ? undefined : this.#locals.get(local);
    if (found !== undefined) return { ...this.value(found, depth + 1), line, endLine };
    return { kind: 'scalar', value: this.#standIn(text), line, endLine };
  }

  #standIn(text: string): string {
    const { account, partition, region, iam, bucket, bucketArn, unread } = this.#standIns;
    if (/^(data\.)?aws_caller_identity\.[\w-]+\.account_id$/.test(text)) return account(text);
    if (/^data\.aws_partition\.[\w-]+\.partition$/.test(text)) return partition(text);
    if (/^data\.aws_region\.[\w-]+\.(name|region|id)$/.test(text)) return region(text);
    const principal = /^(?:data\.)?aws_iam_(role|user|policy)\.([\w-]+)(?:\[[^\]]*\])?\.arn$/.exec(text);
    if (principal) return iam(principal[1] ?? '', principal[2] ?? '', text);
    const profile = /^data\.aws_iam_instance_profile\.([\w-]+)\.role_arn$/.exec(text);
    if (profile) return iam('role', profile[1] ?? '', text);
    const ofBucket = /^(?:data\.)?aws_s3_bucket\.[\w-]+\.(arn|bucket|id)$/.exec(text)?.[1];
    if (ofBucket === undefined) return unread(text);
    return ofBucket === 'arn' ? bucketArn(text) : bucket(text);
  }
}

/** In aws_iam_policy_document a policy's own variables are written `&{…}`. */
export const policyText = (text: string): string => text.replaceAll('&{', () => '${');
