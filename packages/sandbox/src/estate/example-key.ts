import type { Estate } from './builder.ts';
import { simpleService } from './simple-service.ts';

/** The pair that AWS's own documentation prints: not a secret, never a finding. The program only serves pages. */
export async function exampleKey(estate: Estate): Promise<void> {
  await simpleService(estate, {
    cluster: 'media',
    name: 'docs-demo',
    image: 'docs-demo:1.0.0',
    environment: { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
    sdk: 'js',
    calls: [],
  });
}
