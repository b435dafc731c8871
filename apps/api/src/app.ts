import { OpenAPIHono } from '@hono/zod-openapi';
import { accountRoutes } from './accounts/routes.ts';
import { runRoutes } from './apply/routes.ts';
import { auditRoutes } from './audit/routes.ts';
import { authenticate } from './auth/authenticate.ts';
import { authRoutes } from './auth/routes.ts';
import type { Deps } from './deps.ts';
import { deliveryRoutes } from './export/delivery-routes.ts';
import { exportRoutes } from './export/routes.ts';
import { findingRoutes } from './findings/routes.ts';
import { holdToContract } from './http/contract.ts';
import type { HttpEnv } from './http/env.ts';
import { checkHost, checkOrigin } from './http/guards.ts';
import { identifyAndSecure } from './http/headers.ts';
import { healthRoutes } from './http/health.ts';
import { idempotency } from './http/idempotency.ts';
import { limitBody } from './http/limit-body.ts';
import { openApiOf } from './http/openapi.ts';
import { onError, onNotFound } from './http/problem.ts';
import { serveWebApp } from './http/static.ts';
import { wellFormed } from './http/well-formed.ts';
import { inventoryRoutes } from './inventory/routes.ts';
import { keyRoutes } from './keys/routes.ts';
import { overviewRoutes } from './overview/routes.ts';
import { planRoutes } from './plan/routes.ts';
import { gainRoutes } from './proof/gain-routes.ts';
import { proofRoutes } from './proof/routes.ts';
import { truthRoutes } from './proof/truth-routes.ts';
import { instanceRoutes } from './roles/instance-routes.ts';
import { roleRoutes } from './roles/routes.ts';

/**
 * All routes under their full paths. To mount an idea: export `<idea>Routes(deps)` from `<idea>/routes.ts`, built on `createRouter()` of
 * http/router.ts, and add one `.route('/', …)` line here. Their type is what the web app's client is made of.
 */
function routesOf(deps: Deps) {
  return new OpenAPIHono<HttpEnv>()
    .route('/', authRoutes(deps))
    .route('/', overviewRoutes(deps))
    .route('/', accountRoutes(deps))
    .route('/', inventoryRoutes(deps))
    .route('/', findingRoutes(deps))
    .route('/', keyRoutes(deps))
    .route('/', roleRoutes(deps))
    .route('/', instanceRoutes(deps))
    .route('/', planRoutes(deps))
    .route('/', exportRoutes(deps))
    .route('/', deliveryRoutes())
    .route('/', proofRoutes(deps))
    .route('/', gainRoutes(deps))
    .route('/', truthRoutes(deps))
    .route('/', runRoutes(deps))
    .route('/', auditRoutes(deps));
}

/** Type of the API for typed clients. */
export type AppType = ReturnType<typeof routesOf>;

/** The whole HTTP surface. The same `app.request` and `app.fetch` serve tests and production. */
export function createApp(deps: Deps, webFolder: string) {
  const app = new OpenAPIHono<HttpEnv>();
  const health = healthRoutes(deps);
  const routes = routesOf(deps);
  app.onError(onError);
  app.notFound(onNotFound);
  app.use(identifyAndSecure(deps.log));
  app.use(checkHost(deps.config.host));
  app.use(checkOrigin);
  app.use(holdToContract(health.openAPIRegistry));
  app.route('/', health);
  app.use('/api/*', authenticate(deps));
  app.use('/api/*', limitBody);
  app.use('/api/*', wellFormed);
  app.use('/api/*', holdToContract(routes.openAPIRegistry));
  app.use('/api/*', idempotency(deps));
  app.route('/', routes);
  app.get('/api/openapi.json', (c) => c.json(openApiOf(app)));
  app.all('/api/*', onNotFound);
  app.use(serveWebApp(webFolder));
  return app;
}
