import type { Estate } from './builder.ts';
import { allow } from './policies.ts';
import { simpleService } from './simple-service.ts';

/** A key id without its secret anywhere (D-03). The program sends by another way and makes no AWS calls. */
export async function halfAPair(estate: Estate): Promise<void> {
  await estate.user('mailer-svc', { inline: { send: allow([['ses:SendEmail'], '*']) } });
  const { accessKeyId } = await estate.key('mailer-svc', 412);
  await simpleService(estate, {
    cluster: 'shop',
    name: 'mailer',
    image: 'mailer:1.8.0',
    environment: { AWS_ACCESS_KEY_ID: accessKeyId, MAIL_FROM: 'shop@example.com' },
    sdk: 'js',
    calls: [],
  });
}
