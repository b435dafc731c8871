import { config } from 'zod';

// zod compiles schemas with `new Function`, which the content security policy forbids; it would only log an error and go on without.
config({ jitless: true });
