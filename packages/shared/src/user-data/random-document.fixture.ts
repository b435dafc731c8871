import { standIns } from './corpus.fixture.ts';

const { KEY = '', SECRET = '', TOKEN = '' } = standIns;

/** A sequence of numbers from 0 up to `below`, the same for the same seed (mulberry32). */
export function numbersFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Ways to set the pair, some of which can go. */
const pairs = [
  `export AWS_ACCESS_KEY_ID=${KEY}\nexport AWS_SECRET_ACCESS_KEY=${SECRET}\n`,
  `export AWS_ACCESS_KEY=${KEY} AWS_SECRET_ACCESS_KEY='${SECRET}'\n`,
  `  AWS_ACCESS_KEY_ID="${KEY}"; AWS_SECRET_KEY=${SECRET};\n`,
  `export AWS_ACCESS_KEY_ID=${KEY}; export AWS_SECRET_ACCESS_KEY=${SECRET}; echo started\n`,
  `echo before; export AWS_ACCESS_KEY_ID=${KEY}; export AWS_SECRET_ACCESS_KEY=${SECRET}\n`,
  `export \\\n AWS_ACCESS_KEY_ID=${KEY} \\\n AWS_SECRET_ACCESS_KEY=${SECRET}\n`,
  `declare -x AWS_ACCESS_KEY_ID=${KEY}\nexport AWS_SECRET_ACCESS_KEY=${SECRET}\nexport AWS_SESSION_TOKEN=${TOKEN}\n`,
  `true && export AWS_ACCESS_KEY_ID=${KEY} AWS_SECRET_ACCESS_KEY=${SECRET}\n`,
  `if true; then\nexport AWS_ACCESS_KEY_ID=${KEY} AWS_SECRET_ACCESS_KEY=${SECRET}\nfi\n`,
  `AWS_ACCESS_KEY_ID=${KEY} AWS_SECRET_ACCESS_KEY=${SECRET} true\n`,
  `export AWS_ACCESS_KEY_ID=${KEY} X=3 AWS_SECRET_ACCESS_KEY=${SECRET}\n`,
  `export AWS_ACCESS_KEY_ID=${KEY} # of app\nexport AWS_SECRET_ACCESS_KEY=${SECRET}\n`,
];

/** Commands that may run anywhere and print what they see. */
const commands = [
  'true\n',
  'false\n',
  'echo "status $?"\n',
  'echo "x $X"\n',
  'X=5\n',
  'export Y=$X\n',
  'f() { echo "in $?"; return 3; }\n',
  'f 2> /dev/null\n',
  '(exit 4)\n',
  '! true\n',
  'for i in a b; do echo $i $?; done\n',
  'case $X in 5) echo five ;; *) echo other; esac\n',
  'cat <<EOF\nstatus $? of "it\'s\nEOF\n',
  "cat <<'EOF'\nexport AWS_ACCESS_KEY_ID=none\nEOF\n",
  'echo $(echo sub; exit 3)\n',
  'v=$(exit 3)\n',
  'set -e\n',
  'set -u\n',
  'echo ${AWS_ACCESS_KEY_ID:-none}\n',
  'env | grep -c ^AWS_\n',
  'echo "last $_"\n',
  'true && echo a || echo b\n',
  'false || true\n',
  'if [ $? = 0 ]; then echo yes; else echo no; fi\n',
  'if false; then echo never; fi\n',
  'exit\n',
  'exit 0\n',
  'trap \'echo "bye $?"\' EXIT\n',
  "eval 'echo ev $?'\n",
  'echo "line $LINENO"\n',
  '# a comment; with "signs\n',
  'echo a; false; echo b\n',
  '\n',
  'echo \\\n  joined\n',
  '[[ $X =~ ^(5|6)$ ]] && echo match\n',
  'i=$((1 + (2 * 3))); echo $i\n',
  'unset AWS_SESSION_TOKEN\n',
  'sleep 0 &\n',
];

/** Pieces that break one format or belong to another. */
const pieces = [
  '"',
  "'",
  '`',
  '$(',
  ')',
  '${',
  '}',
  '<<EOF\n',
  'EOF\n',
  '\\',
  '\\\n',
  '\r\n',
  '\r',
  '\0',
  '\uFEFF',
  '#',
  ';',
  '&',
  '|',
  '((',
  '[[',
  'é',
  '😀',
  '\u2028',
  '\u00a0',
  '#cloud-config\n',
  'runcmd:\n',
  '  - ',
  '  - |\n    ',
  'write_files:\n',
  '    content: |\n',
  '&a ',
  '*a',
  '<powershell>\n',
  '</powershell>\n',
  "@'\n",
  "\n'@\n",
  '<#',
  '#>',
  '$env:AWS_ACCESS_KEY_ID = ',
  `$env:AWS_SECRET_ACCESS_KEY = '${SECRET}'\n`,
  'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n',
  '--b\n',
  '--b--\n',
  'Content-Type: text/x-shellscript\n\n',
  'Content-Transfer-Encoding: base64\n\n',
  KEY,
  SECRET,
  `${KEY}\n`,
  'AWS_SECRET_ACCESS_KEY=',
  'if ',
  'then ',
  'fi\n',
  'case x in\n',
  'esac\n',
  'function f {\n',
  Buffer.from(`AWS_SECRET_ACCESS_KEY=${SECRET}`).toString('base64'),
  'H4sIAAAAAAAAA',
];

/** A script that may be run: commands and one or two pairs among them. */
export function randomScript(next: (below: number) => number): string {
  const lines = Array.from({ length: 1 + next(next(2) === 0 ? 3 : 7) }, () => commands[next(commands.length)] ?? '');
  for (let count = 1 + (next(4) === 0 ? 1 : 0); count > 0; count -= 1)
    lines.splice(next(lines.length + 1), 0, pairs[next(pairs.length)] ?? '');
  return `${next(3) === 0 ? '' : '#!/bin/bash\n'}${lines.join('')}`;
}

/** Bytes that nobody should trust: scripts, pieces of every format, cut and mixed. */
export function randomDocument(next: (below: number) => number): Buffer {
  let text = next(2) === 0 ? randomScript(next) : '';
  for (let count = next(text === '' ? 9 : 3); count > 0; count -= 1) {
    const piece = next(3) === 0 ? pairs[next(pairs.length)] : next(2) === 0 ? pieces[next(pieces.length)] : commands[next(commands.length)];
    const at = next(4) === 0 ? next(text.length + 1) : text.length;
    text = text.slice(0, at) + (piece ?? '') + text.slice(at);
  }
  if (next(8) === 0) text = text.replaceAll('\n', '\r\n');
  const bytes = Buffer.from(text);
  if (next(10) === 0 && bytes.length > 0) bytes[next(bytes.length)] = next(256);
  return bytes;
}
