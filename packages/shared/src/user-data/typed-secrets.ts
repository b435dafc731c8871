import { inspectText } from './inspect-text.ts';
import { showLines } from './show-lines.ts';

/** What stands in a shown document for what is hidden there: dots, the ends of a key id, the rest of a long line, the mark of the editor. */
const standsForHidden = /••••|\b(AKIA|ASIA)…| … [\d,]+ more characters$|‹line \d+›/;

const masked =
  'holds what stands for a hidden value: a line that is changed has to be typed whole. Leave the line as it is, or let the program fetch the value from AWS Secrets Manager or Parameter Store';
const secret =
  'looks as if it held a key or another secret, and what is typed is kept in the plan. Let the program fetch it from AWS Secrets Manager or Parameter Store when it needs it';

/** Typed lines that may not be kept, by their index, each with why; the sentence says nothing of what was typed. */
export function whySecretTyped(lines: readonly string[]): { index: number; why: string }[] {
  const text = lines.join('\n');
  const shown = showLines(text, inspectText(text, 'plain'));
  return lines.flatMap((line, index) => {
    if (standsForHidden.test(line)) return [{ index, why: masked }];
    return (shown[index]?.text ?? '') === line ? [] : [{ index, why: secret }];
  });
}
