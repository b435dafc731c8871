/** A value as HCL writes it: JSON, with expressions in between. */
export interface HclExpression {
  $hcl: string;
}

/** One thing in a body: an attribute, a block, a comment or an empty line. */
export type HclItem =
  | { attribute: string; value: unknown }
  | { block: string; labels?: readonly string[]; body: readonly HclItem[] }
  | { comment: string }
  | { blank: true };

/** How a string is written, quotation marks included; the caller puts variables in. */
export type HclString = (text: string) => string;

/** Body → text as `terraform fmt` leaves it: two spaces, and `=` aligned within a run of lines that each hold one assignment. */
export function printHcl(items: readonly HclItem[], writeString: HclString): string {
  return `${alignAssignments(bodyLines(items, '', writeString)).join('\n')}\n`;
}

/**
 * Quoted and escaped as HCL reads it: `${` and `%{` of a policy's own variables are doubled. `isFollowed` by a variable, a `$` at the end would
 * make text of that.
 */
export function hclText(text: string, isFollowed = false): string {
  const escaped = JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('${', () => '$${')
    .replaceAll('%{', '%%{');
  return isFollowed ? escaped.replace(/[$%]$/, (sign) => `\${"${sign}"}`) : escaped;
}

/** A line; `key` and `rest` where it is one assignment, which may be moved. */
interface Line {
  indent: string;
  text: string;
  assignment: { key: string; rest: string } | null;
}

function bodyLines(items: readonly HclItem[], indent: string, write: HclString): Line[] {
  return items.flatMap((item): Line[] => {
    if ('blank' in item) return [plain('', '')];
    if ('comment' in item) return item.comment.split('\n').map((text) => plain(indent, text === '' ? '#' : `# ${text}`));
    if ('attribute' in item) return assigned(item.attribute, valueLines(item.value, indent, write), indent);
    const head = [item.block, ...(item.labels ?? []).map((label) => JSON.stringify(label))].join(' ');
    if (item.body.length === 0) return [plain(indent, `${head} {}`)];
    return [plain(indent, `${head} {`), ...bodyLines(item.body, `${indent}  `, write), plain(indent, '}')];
  });
}

function assigned(key: string, [first = plain('', ''), ...more]: Line[], indent: string): Line[] {
  if (more.length > 0) return [plain(indent, `${key} = ${first.text}`), ...more];
  return [{ indent, text: `${key} = ${first.text}`, assignment: { key, rest: first.text } }];
}

/** The first line is without indent: it follows what it is assigned to. */
function valueLines(value: unknown, indent: string, write: HclString): Line[] {
  if (typeof value === 'string') return [plain('', write(value))];
  if (typeof value !== 'object' || value === null) return [plain('', JSON.stringify(value ?? null))];
  if ('$hcl' in value) return [plain('', String(value.$hcl))];
  if ('$jsonencode' in value) return wrapped('jsonencode(', valueLines(value.$jsonencode, indent, write), ')');
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item !== 'object' || item === null || '$hcl' in item)) {
      return [plain('', `[${value.map((item) => valueLines(item, inner, write)[0]?.text).join(', ')}]`)];
    }
    const items = value.flatMap((item) => wrapped('', indented(valueLines(item, inner, write), inner), ','));
    return [plain('', '['), ...items, plain(indent, ']')];
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return [plain('', '{}')];
  const body = entries.flatMap(([key, item]) => assigned(keyText(key, write), valueLines(item, inner, write), inner));
  return [plain('', '{'), ...body, plain(indent, '}')];
}

const plain = (indent: string, text: string): Line => ({ indent, text, assignment: null });
const keyText = (key: string, write: HclString): string => (/^[A-Za-z_]\w*$/.test(key) ? key : write(key));
const indented = ([first, ...more]: Line[], indent: string): Line[] => (first ? [{ ...first, indent }, ...more] : []);

function wrapped(before: string, lines: Line[], after: string): Line[] {
  return lines.map((line, index) => {
    const text = `${index === 0 ? before : ''}${line.text}${index === lines.length - 1 ? after : ''}`;
    return { ...line, text, ...(index === 0 || index === lines.length - 1 ? { assignment: null } : {}) };
  });
}

function alignAssignments(lines: readonly Line[]): string[] {
  let width = 0;
  return lines.map((line, index) => {
    if (line.assignment === null) return `${line.indent}${line.text}`;
    if (lines[index - 1]?.assignment == null) {
      const after = lines.slice(index).findIndex(({ assignment }) => assignment === null);
      const run = lines.slice(index, after === -1 ? undefined : index + after);
      width = Math.max(...run.map(({ assignment }) => assignment?.key.length ?? 0));
    }
    return `${line.indent}${line.assignment.key.padEnd(width)} = ${line.assignment.rest}`;
  });
}
