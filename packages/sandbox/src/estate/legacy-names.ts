import type { Estate } from './builder.ts';
import type { PolicyDocument } from './policies.ts';
import { simpleService } from './simple-service.ts';

/** The names that the SDKs for Go and Java of old read (D-04); the user's policy speaks of `${aws:username}`, which no role has (D-61). */
export async function legacyNames(estate: Estate): Promise<void> {
  const bucket = 'media-uploads-560921689673';
  await estate.cluster('media');
  await estate.bucket(bucket);
  const ownFolder: PolicyDocument = {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'OwnFolder',
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:PutObject'],
        Resource: `arn:aws:s3:::${bucket}/\${aws:username}/*`,
      },
    ],
  };
  await estate.user('media-uploader', { inline: { 'own-folder': ownFolder } }, 1900);
  const key = await estate.key('media-uploader', 1480);
  await simpleService(estate, {
    cluster: 'media',
    name: 'legacy-uploader',
    image: 'legacy-uploader:0.4.7',
    environment: { AWS_ACCESS_KEY: key.accessKeyId, AWS_SECRET_KEY: key.secretAccessKey, UPLOAD_BUCKET: bucket },
    sdk: 'java1',
    calls: [
      { service: 's3', operation: 'PutObject', bucket, key: 'media-uploader/upload.bin' },
      { service: 's3', operation: 'GetObject', bucket, key: 'media-uploader/upload.bin' },
    ],
    serves: [
      { method: 'GET', path: '/health', does: 'nothing' },
      { method: 'POST', path: '/upload', does: 'put-object', bucket, prefix: 'media-uploader/' },
      { method: 'GET', path: '/upload', does: 'get-object', bucket, prefix: 'media-uploader/' },
    ],
  });
}
