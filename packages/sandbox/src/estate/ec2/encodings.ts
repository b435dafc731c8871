import { gzipSync } from 'node:zlib';
import type { Estate } from '../builder.ts';
import type { KeyPair } from '../every-member-definition.ts';
import { useOfBucket } from '../policies.ts';
import { imageOf, standaloneInstance } from './launches.ts';

/** The same workload in four kinds of user data that a plain search does not read (D-68): each has a user, a key and an instance of its own. */
export async function encodings(estate: Estate): Promise<void> {
  const bucket = `imports-${estate.accountId}`;
  await estate.bucket(bucket);
  for (const [name, userDataOf] of Object.entries(kinds)) {
    await estate.user(name, { inline: { imports: useOfBucket(bucket, `${name}/`) } });
    const key = await estate.key(name, 150);
    const ImageId = imageOf(estate, `${name}-1.0`, {
      sdk: 'python',
      calls: [{ service: 's3', operation: 'PutObject', bucket, key: `${name}/latest.json` }],
      reads: ['/etc/importer.env'],
    });
    await standaloneInstance(estate, name, { ImageId, userData: userDataOf(key) });
  }
}

const script = ({ accessKeyId, secretAccessKey }: KeyPair): string => `#!/bin/bash
set -euo pipefail
export AWS_ACCESS_KEY_ID="${accessKeyId}"
export AWS_SECRET_ACCESS_KEY="${secretAccessKey}"
/opt/importer/start &
`;

/** Name of instance and user → what it is launched with. */
const kinds: Record<string, (key: KeyPair) => string | Buffer> = {
  // No time is written into its header: the same bytes every time.
  'gzip-importer': (key) => gzipSync(script(key)),
  'mime-importer': (key) =>
    [
      'Content-Type: multipart/mixed; boundary="===============1309"',
      'MIME-Version: 1.0',
      '',
      '--===============1309',
      'Content-Type: text/cloud-config; charset="us-ascii"',
      '',
      '#cloud-config',
      'package_update: true',
      '',
      '--===============1309',
      'Content-Type: text/x-shellscript; charset="us-ascii"',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from(script(key)).toString('base64'),
      '',
      '--===============1309--',
      '',
    ].join('\n'),
  'windows-importer': ({ accessKeyId, secretAccessKey }) =>
    [
      '<powershell>',
      `[Environment]::SetEnvironmentVariable('AWS_ACCESS_KEY_ID', '${accessKeyId}', 'Machine')`,
      `[Environment]::SetEnvironmentVariable('AWS_SECRET_ACCESS_KEY', '${secretAccessKey}', 'Machine')`,
      'Restart-Service Importer',
      '</powershell>',
      '',
    ].join('\r\n'),
  'cloud-config-importer': ({ accessKeyId, secretAccessKey }) => `#cloud-config
write_files:
  - path: /etc/importer.env
    permissions: '0600'
    content: |
      AWS_ACCESS_KEY_ID=${accessKeyId}
      AWS_SECRET_ACCESS_KEY=${secretAccessKey}
runcmd:
  - [systemctl, enable, --now, importer]
`,
};
