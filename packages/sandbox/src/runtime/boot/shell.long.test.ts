import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { runScript } from './shell.ts';
import { exportedOf, newShell } from './shell-state.ts';

const environmentOf = (script: string, files: Record<string, string> = {}, substitute: (command: string) => string | null = () => null) => {
  const shell = newShell(new Map(Object.entries(files)), substitute);
  runScript(script, shell);
  return { environment: Object.fromEntries(exportedOf(shell)), shell };
};

/** Scripts of assignments alone: bash itself is the judge of what they set. */
const scripts: [name: string, script: string][] = [
  ['document 003’s two lines', 'export AWS_ACCESS_KEY=AKIAEXAMPLE\nexport AWS_SECRET_ACCESS_KEY=abc/def+ghi\n'],
  ['two on one line', 'export A=1 B="two words" C=\'$A\'; export D=4'],
  ['assigned, then exported', 'A=1\nB=2\nexport A\nA=3'],
  ['assigned for one command alone', 'A=1 true\nexport B=$A'],
  ['not exported', 'A=1'],
  ['unset again', 'export A=1 B=2\nunset A'],
  ['export taken back', 'export A=1\nexport -n A\nexport B=$A'],
  ['declare -x', 'declare -x A=1\ndeclare B=2\ntypeset -x C=3\nreadonly D=4'],
  ['set -a', 'set -a\nA=1\nset +a\nB=2'],
  ['set -o allexport', 'set -o allexport; A=1; set +o allexport; B=2'],
  ['quotes of all kinds', `export A='it'"'"'s' B="a\\"b" C=a\\ b D=$'tab\\there' E=""`],
  ['a continued line', 'export A=1 \\\n  B=2'],
  ['expansions', `A=x\nexport B="\${A}y" C=\${MISSING:-z} D="\${A:-w}" E='\${A}' F=$A$A`],
  ['a comment and a hash', 'export A=1 # B=2\nexport C=a#b\n#export D=4'],
  ['and, or', 'true && export A=1\nfalse && export B=2\nfalse || export C=3\ntrue || export D=4'],
  ['a pipe and the background', 'export A=1 | cat\nexport B=2 & wait\nexport C=3'],
  ['a subshell and a group', '(export A=1)\n{ export B=2; export C=3; }'],
  ['a function that nobody calls', 'f() {\n  export A=1\n}\nfunction g { export B=2; }\nexport C=3'],
  ['a condition that does not hold', 'if [ -f /does/not/exist ]; then\n  export A=1\nelif false; then export A=2; fi\nexport B=2'],
  ['a loop over nothing', 'for x in; do export A=1; done\nwhile false; do export B=1; done\nexport C=3'],
  ['a case', 'case x in\n  y) export A=1 ;;\n  z|w) export B=1;;\nesac\nexport C=3'],
  ['a heredoc that looks like exports', 'cat > /dev/null <<EOF\nexport A=1\nEOF\nexport B=2'],
  ['heredocs with tabs and quotes', "cat > /dev/null <<-'END' && export A=1\n\texport B=2\n\tEND\nexport C=3"],
  ['appending', 'export A=1\nA+=2\nexport A+=3'],
  ['exit', 'export A=1\nexit 0\nexport B=2'],
  ['carriage returns stay in the value', 'export A=1\r\nexport B=2\r\n'],
  ['a quote that is never closed', 'export A=1\nexport B="2\nexport C=3'],
  ['words that are no assignment', 'export 1A=2 2>/dev/null\n"A=1" 2>/dev/null\nexport B=2'],
  ['dollar signs that expand nothing', 'export A="5$" B=\'$B\' C="\\$A"'],
  ['tilde', 'export A=~/x B="~/x"'],
  ['an arithmetic bracket', '((1))\nexport A=1'],
  ['a test bracket', '[[ a == b || c == c ]]\nexport A=1'],
];
const hasBash = spawnSync('bash', ['--version']).status === 0;

test.runIf(hasBash).each(scripts)('A1: bash itself exports the same: %s', (_name, script) => {
  const env = { HOME: '/root', PATH: process.env.PATH ?? '' };
  const { stdout, stderr } = spawnSync('bash', ['-c', `trap env EXIT\n${script}`], { env, encoding: 'utf8' });
  const exported = stdout.split('\n').flatMap((line) => {
    const [, name, value] = /^([A-F]|AWS_\w+)=(.*)$/s.exec(line) ?? [];
    return name ? [[name, value] as const] : [];
  });
  // A file runs up to its syntax error; with -c bash may read all of it first.
  const expected = /unexpected EOF/.test(stderr) ? { A: '1' } : Object.fromEntries(exported);
  expect(environmentOf(script).environment).toEqual(expected);
});

test('D-69: files that a script writes: heredocs, echo, printf, tee, aws configure set', () => {
  const { shell } = environmentOf(
    `KEY=AKIAX
mkdir -p ~/.aws
cat > ~/.aws/credentials <<EOF
[default]
aws_access_key_id = $KEY
EOF
echo "AWS_ACCESS_KEY_ID=$KEY" >> /etc/environment
printf 'A=%s\\nB=%s\\n' 1 2 >> /etc/environment
sudo tee /etc/profile.d/aws.sh > /dev/null <<'EOF'
export LITERAL="$KEY"
EOF
echo "NAME=$(uname -n)" > /etc/unknown
aws configure set region eu-west-1
aws configure set aws_access_key_id AKIAY --profile other`,
  );
  expect(Object.fromEntries(shell.files)).toEqual({
    '/root/.aws/credentials': '[default]\naws_access_key_id = AKIAX\n[other]\naws_access_key_id = AKIAY\n',
    '/root/.aws/config': '[default]\nregion = eu-west-1\n',
    '/etc/environment': 'AWS_ACCESS_KEY_ID=AKIAX\nA=1\nB=2\n',
    '/dev/null': 'export LITERAL="$KEY"\n',
    '/etc/profile.d/aws.sh': 'export LITERAL="$KEY"\n',
  });
});

test('D-69: a file of the disk that is read with `source` sets its variables', () => {
  const files = { '/etc/app.env': 'AWS_ACCESS_KEY_ID=AKIAX\nAWS_SECRET_ACCESS_KEY="s"\n' };
  const { environment } = environmentOf('set -a\n. /etc/app.env\nset +a\nsource /etc/none', files);
  expect(environment).toEqual({ AWS_ACCESS_KEY_ID: 'AKIAX', AWS_SECRET_ACCESS_KEY: 's' });
});

test('D-69: docker run gets what -e and --env-file give it, and nothing of the script’s own', () => {
  const { shell } = environmentOf(
    `export A=1 B=2
echo C=3 > /etc/app.env
docker pull app && docker run -d --restart=always -e A -e D=4 --env=E=5 -e MISSING --env-file /etc/app.env --network host app:1`,
  );
  expect(shell.containers.map(({ environment, hostNetwork }) => [Object.fromEntries(environment), hostNetwork])).toEqual([
    [{ C: '3', A: '1', D: '4', E: '5' }, true],
  ]);
});

test('a substitution that is known is followed; any other leaves its variable unset', () => {
  const substitute = (command: string) => (command.includes('meta-data/instance-id') ? 'i-0abc' : null);
  const { environment } = environmentOf(
    'export ID=$(curl -s "http://169.254.169.254/latest/meta-data/instance-id") NAME=`hostname`\nexport SESSION="build-$ID"',
    {},
    substitute,
  );
  expect(environment).toEqual({ ID: 'i-0abc', SESSION: 'build-i-0abc' });
});
