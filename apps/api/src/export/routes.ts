import { createRoute } from '@hono/zod-openapi';
import { AppError } from '@rolewright/shared/error.ts';
import { exportPlan, exportsOf } from '@rolewright/shared/export/export-plan.ts';
import { exportFormat } from '@rolewright/shared/export/format.ts';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { createRouter, idParam, problems } from '../http/router.ts';
import { planRow } from '../plan/store.ts';

const get = createRoute({
  method: 'get',
  path: '/api/plans/{id}/export',
  summary: 'The plan as a file for other tools, or as a change of the template that owns the service; holds no value that was masked',
  request: { params: idParam, query: z.strictObject({ format: exportFormat }) },
  responses: {
    200: {
      content: { 'application/json': { schema: z.record(z.string(), z.unknown()) }, 'text/plain': { schema: z.string() } },
      description: 'cloudformation: a template in JSON. terraform: configuration. cli: a bash script',
    },
    ...problems,
  },
});

/** The way out for what Rolewright must not change itself (D-37), and for teams whose changes go through a repository (B13, E13). */
export function exportRoutes(deps: Deps) {
  return createRouter().openapi(get, async (c) => {
    const { format } = c.req.valid('query');
    const row = await planRow(deps.db, c.req.valid('param').id);
    if (row.recipe !== 'ecs-task-role') {
      throw new AppError('conflict', 'A chain of roles, whose steps run in several accounts, is not exported as one file yet.');
    }
    const { steps, snapshot, state, checks } = row;
    const file = exportPlan(format, steps, snapshot, {
      applied: state === 'done',
      blockers: checks.filter(({ verdict }) => verdict === 'fail').map(({ claim }) => claim),
    });
    if (file === null) {
      const possible = exportsOf(steps, snapshot);
      throw new AppError(
        'conflict',
        possible.length === 0
          ? 'This plan has no step to export. Make the plan anew once what it names as missing is readable.'
          : `A stack owns this service, so that only a change of its template makes sense: format=${possible.join(' or ')}.`,
      );
    }
    return c.text(file.text, 200, {
      'content-type': `${file.mediaType}; charset=UTF-8`,
      'content-disposition': `attachment; filename="${file.fileName}"`,
    });
  });
}
