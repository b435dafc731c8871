import { readExpression } from './hcl-expression.ts';
import type { HclBlock, HclBody } from './hcl-syntax.ts';
import { HclText } from './hcl-text.ts';

/** Text of a Terraform file → its blocks and expressions with their lines. Throws TextProblem at the line of the fault. */
export const parseHcl = (text: string): HclBody => {
  const reader = new HclText(text);
  return reader.within(() => bodyOf(reader, null));
};

function bodyOf(text: HclText, close: '}' | null): HclBody {
  const body: HclBody = { attributes: [], blocks: [] };
  for (;;) {
    text.skip(true);
    if (text.isDone) {
      if (close !== null) text.fail('The text ends where } belongs');
      break;
    }
    if (close !== null && text.take(/\}/)) break;
    const line = text.line;
    const name = text.take(/[A-Za-z_][\w-]*/);
    if (name === null) return text.fail(`${text.sign(0)} begins neither an attribute nor a block`);
    text.skip(false);
    if (text.take(/=(?!=)/)) body.attributes.push({ name, line, value: readExpression(text, false) });
    else body.blocks.push(blockOf(text, name, line));
  }
  return body;
}

function blockOf(text: HclText, type: string, line: number): HclBlock {
  const labels: string[] = [];
  for (;;) {
    text.skip(false);
    const label = text.take(/"[^"\n]*"|[A-Za-z_][\w-]*/);
    if (label === null) break;
    labels.push(label.replaceAll('"', ''));
  }
  if (!text.take(/\{/)) text.fail(`After ${[type, ...labels].join(' ')}: expected = or {`);
  const body = text.within(() => bodyOf(text, '}'));
  return { type, labels, line, endLine: text.line, body };
}
