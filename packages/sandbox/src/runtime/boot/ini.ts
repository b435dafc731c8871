/** Sections of an AWS config or credentials file: header → setting → value. Source: AWS SDKs and Tools reference guide, shared files. */
export function iniSections(text: string): Map<string, Map<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let current = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const header = /^\s*\[\s*([^\]]*?)\s*\]/.exec(line)?.[1];
    if (header !== undefined) {
      current = sections.get(header) ?? new Map();
      sections.set(header, current);
    }
    const [, name, value] = /^([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (name) current.set(name.toLowerCase(), value ?? '');
  }
  return sections;
}

/** The file with one setting set, in place where it is there. */
export function withSetting(text: string, section: string, name: string, value: string): string {
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  const start = lines.indexOf(`[${section}]`);
  if (start === -1) return `${[...lines, `[${section}]`, `${name} = ${value}`].join('\n')}\n`;
  const after = lines.findIndex((line, index) => index > start && line.startsWith('['));
  const end = after === -1 ? lines.length : after;
  const there = lines.findIndex((line, index) => index > start && index < end && line.split('=')[0]?.trim() === name);
  if (there === -1) lines.splice(end, 0, `${name} = ${value}`);
  else lines[there] = `${name} = ${value}`;
  return `${lines.join('\n')}\n`;
}
