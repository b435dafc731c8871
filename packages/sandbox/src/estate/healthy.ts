import type { Estate } from './builder.ts';
import { useOfBucket } from './policies.ts';
import { simpleService } from './simple-service.ts';

/** How it should be: a role, no keys, and calls that work; in the second Region. */
export async function healthy(estate: Estate): Promise<void> {
  const bucket = 'media-images-560921689673';
  await estate.cluster('media');
  await estate.bucket(bucket);
  const taskRoleArn = await estate.role('ImagesTaskRole', { images: useOfBucket(bucket) });
  await simpleService(estate, {
    cluster: 'media',
    name: 'images',
    image: 'images:6.2.0',
    environment: { IMAGES_BUCKET: bucket },
    taskRoleArn,
    sdk: 'js',
    calls: [
      { service: 's3', operation: 'PutObject', bucket, key: 'front.jpg' },
      { service: 's3', operation: 'GetObject', bucket, key: 'front.jpg' },
    ],
  });
}
