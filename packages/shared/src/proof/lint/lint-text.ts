import { readCloudFormation } from './cloudformation.ts';
import type { LineFinding, LintAnswer, LintRequest } from './contract.ts';
import { parseJson } from './json.ts';
import { type FoundInFile, lintDocument } from './lint-document.ts';
import { type Located, TextProblem } from './located.ts';
import { openStandIns } from './stand-ins.ts';
import { readTerraform } from './terraform.ts';

/** YAML text → values with their lines, functions such as `!Sub` in their long form; throws TextProblem. */
export type YamlParser = (text: string) => Located;

/** What is wrong with a pasted text, by line (A3, A12, A13, B4, B8). A text that cannot be read is itself a finding, at the line of the fault. */
export function lintText({ kind, text }: LintRequest, parseYaml: YamlParser): LintAnswer {
  if (text.trim() === '') return { documents: [], findings: [] };
  const standIns = openStandIns((reference) => `\${${reference}}`);
  try {
    const { documents, findings } = read();
    const all = [...findings, ...documents.flatMap((document) => lintDocument(document, standIns))];
    return {
      documents: documents.map(({ name, kind: what, value }) => ({ name, kind: what, fromLine: value.line, toLine: value.endLine })),
      findings: all.sort((one, other) => one.line - other.line),
    };
  } catch (error) {
    if (error instanceof TextProblem) return { documents: [], findings: [unreadable(error)] };
    throw error;
  }

  function read(): FoundInFile {
    if (kind === 'terraform') return readTerraform(text, standIns);
    if (kind === 'cloudformation') return readCloudFormation(/^\s*\{/.test(text) ? parseJson(text) : parseYaml(text), standIns);
    return { documents: [{ name: kind === 'trust' ? 'Trust policy' : 'Policy', kind, value: parseJson(text) }], findings: [] };
  }
}

const unreadable = ({ message, line }: TextProblem): LineFinding => ({
  code: 'not-readable',
  severity: 'block',
  line,
  message,
  fix: 'Nothing after this line was judged: mend it, or choose what the text is',
});
