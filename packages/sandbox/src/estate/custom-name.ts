import type { Estate } from './builder.ts';
import { useOfBucket } from './policies.ts';
import { simpleService } from './simple-service.ts';

/** The application reads its key under names of its own and hands it to the SDK: dropping the variables would break it (D-12, C2). */
export async function customName(estate: Estate): Promise<void> {
  const bucket = 'media-gallery-560921689673';
  await estate.bucket(bucket);
  await estate.user('gallery-svc', { inline: { gallery: useOfBucket(bucket) } });
  const key = await estate.key('gallery-svc', 95);
  await simpleService(estate, {
    cluster: 'media',
    name: 'gallery',
    image: 'gallery:3.1.0',
    environment: { S3_KEY: key.accessKeyId, S3_SECRET: key.secretAccessKey, S3_BUCKET: bucket },
    sdk: 'js',
    explicit: { accessKeyId: 'S3_KEY', secretAccessKey: 'S3_SECRET' },
    calls: [{ service: 's3', operation: 'ListObjectsV2', bucket, key: '' }],
  });
}
