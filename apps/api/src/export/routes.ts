import { createRoute } from '@hono/zod-openapi';
import { AppError } from '@rolewright/shared/error.ts';
import { exportChain, exportsOfChain } from '@rolewright/shared/export/export-chain.ts';
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

const why = {
  'ecs-task-role': 'A stack owns this service',
  'role-chain': 'A chain runs over accounts',
  'policy-change': 'This plan changes parts of users and roles that exist, over accounts',
} as const;

/** The way out for what Rolewright must not change itself (D-37), and for teams whose changes go through a repository (B13, E13). */
export function exportRoutes(deps: Deps) {
  return createRouter().openapi(get, async (c) => {
    const { format } = c.req.valid('query');
    const row = await planRow(deps.db, c.req.valid('param').id);
    const standing = {
      applied: row.state === 'done',
      blockers: row.checks.filter(({ verdict }) => verdict === 'fail').map(({ claim }) => claim),
    };
    const file =
      row.recipe === 'ecs-task-role'
        ? exportPlan(format, row.steps, row.snapshot, standing)
        : exportChain(format, row.steps, { ...row.snapshot, name: row.workload_name }, standing);
    if (file === null) {
      const possible = row.recipe === 'ecs-task-role' ? exportsOf(row.steps, row.snapshot) : exportsOfChain(row.steps);
      throw new AppError(
        'conflict',
        possible.length === 0
          ? 'This plan has no step to export. Make the plan anew once what it names as missing is readable.'
          : `${why[row.recipe]}, so that only this makes sense: format=${possible.join(' or ')}.`,
      );
    }
    return c.text(file.text, 200, {
      'content-type': `${file.mediaType}; charset=UTF-8`,
      'content-disposition': `attachment; filename="${file.fileName}"`,
    });
  });
}
