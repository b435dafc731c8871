import type { Logger } from '../log.ts';

/** What the middlewares leave for the routes. */
export interface HttpEnv {
  Variables: {
    requestId: string;
    log: Logger;
    /** Who asks: `operator` (browser) or `script` (bearer token). Empty before sign-in. */
    actor: string;
    /** Hash of the session's token, where the request came with a cookie. */
    sessionId: string | null;
    /** false once the session that asked has ended; for answers that go on for long. The bearer token does not end. */
    isStillSignedIn: () => Promise<boolean>;
  };
}
