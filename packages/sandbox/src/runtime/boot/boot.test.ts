import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { boot } from './boot.ts';

const first = (userData: string | Buffer, files: Record<string, string> = {}, isFirst = true) =>
  boot({ userData: Buffer.from(userData), isFirst, files, substitute: () => null });
const script = '#!/bin/bash\nexport AWS_ACCESS_KEY=AKIAX\nexport AWS_SECRET_ACCESS_KEY=s\nnohup node /srv/web.js &\n';
const pair = { AWS_ACCESS_KEY: 'AKIAX', AWS_SECRET_ACCESS_KEY: 's' };
const multipart = (...parts: string[]) =>
  `MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="==X=="\n\n${parts.map((part) => `--==X==\n${part}\n`).join('')}--==X==--\n`;

test('D-68: shell, gzip, MIME, base64 inside MIME and gzip around all of it give the same environment', () => {
  const encoded = `Content-Type: text/x-shellscript\nContent-Transfer-Encoding: base64\n\n${Buffer.from(script).toString('base64')}`;
  const plain = multipart(`Content-Type: text/x-shellscript; charset="us-ascii"\n\n${script}`);
  for (const userData of [
    script,
    gzipSync(script),
    plain,
    plain.replaceAll('\n', '\r\n').replace(/(?<=SECRET_ACCESS_KEY=s)\r|(?<=AKIAX)\r/g, ''),
    multipart(encoded),
    gzipSync(multipart(encoded)),
  ]) {
    expect(first(userData).environment).toEqual(pair);
  }
});

test('what is no shell script runs no shell: text, another interpreter, broken gzip, bytes of all kinds', () => {
  const others = [
    'export A=1\n',
    '#!/usr/bin/env python3\nexport A=1\n',
    Buffer.from([0x1f, 0x8b, 1, 2, 3]),
    Buffer.from([0, 255, 254, 10]),
  ];
  for (const userData of others) expect(first(userData).environment).toEqual({});
});

test('D-67: user data runs at the first boot; files remain, exported variables do not', () => {
  const written = `${script}echo A=1 > /etc/app.env\n`;
  const before = first(written);
  expect(before.environment).toEqual(pair);
  expect(first('#!/bin/sh\nexport NEW=1\n', before.files, false)).toMatchObject({ environment: {}, files: { '/etc/app.env': 'A=1\n' } });
});

test('D-67: scripts-user at every boot, bootcmd and persist are the exceptions', () => {
  const always = multipart(
    'Content-Type: text/cloud-config\n\n#cloud-config\ncloud_final_modules:\n- [scripts-user, always]\n',
    `Content-Type: text/x-shellscript\n\n${script}`,
  );
  expect(first(always, {}, false).environment).toEqual(pair);
  expect(first('#cloud-config\nbootcmd:\n  - export A=1\nruncmd:\n  - export B=2\n', {}, false).environment).toEqual({ A: '1' });
  const windows = "<powershell>\n$env:A = '1'\n</powershell>\n";
  expect(first(windows, {}, false).environment).toEqual({});
  expect(first(`${windows}<persist>true</persist>`, {}, false).environment).toEqual({ A: '1' });
});

test('D-68 D-69: cloud-config writes files, encoded ones too, and runs its commands', () => {
  const { environment, files } = first(`#cloud-config
write_files:
  - path: /etc/app.env
    permissions: '0600'
    content: |
      AWS_ACCESS_KEY_ID=AKIAX
      AWS_SECRET_ACCESS_KEY=s
  - path: /etc/gz
    encoding: gz+b64
    content: ${gzipSync('packed').toString('base64')}
runcmd:
  - export A=1
  - [ sh, -c, "export B=2" ]
  - - systemctl
    - start
    - app
`);
  expect(files).toEqual({ '/etc/app.env': 'AWS_ACCESS_KEY_ID=AKIAX\nAWS_SECRET_ACCESS_KEY=s\n', '/etc/gz': 'packed' });
  expect(environment).toEqual({ A: '1' });
});

test('D-69: PowerShell sets variables of the process and of the machine; the machine’s outlive a restart', () => {
  const before = first(`<powershell>
$env:AWS_ACCESS_KEY_ID = 'AKIAX'
[Environment]::SetEnvironmentVariable('AWS_SECRET_ACCESS_KEY', "s", 'Machine')
setx OTHER "three" /M
if ($true) {
  $env:CONDITIONAL = '1'
}
Set-AWSCredential -AccessKey AKIAY -SecretKey t -StoreAs default
</powershell>`);
  expect(before.environment).toEqual({ AWS_ACCESS_KEY_ID: 'AKIAX', AWS_SECRET_ACCESS_KEY: 's', OTHER: 'three' });
  expect(before.files['/root/.aws/credentials']).toContain('AKIAY');
  expect(first('', before.files, false).environment).toEqual({ AWS_SECRET_ACCESS_KEY: 's', OTHER: 'three' });
});
