import type { FastifyInstance } from 'fastify';
import { hoursRules, toldTypes } from '#libs/hours';
import { openLog } from '#libs/platform';
import { createApi } from '../../apps/api/src/api.js';
import { openService, settingsOf } from '../kit/api.js';
import { LIST_SQL } from './list-sql.js';
import type { Running, ServerPlan } from './server.js';

/** The api as it is, without the asynchronous work, which workers do elsewhere. */
export async function open({ databaseUrl, pool }: ServerPlan): Promise<Running> {
  const options = { databaseUrl, settings: { DB_POOL: String(pool) } };
  const service = await openService(options);
  const log = openLog({ name: 'bench', level: 'silent' });
  const app = await createApi({ service, settings: settingsOf(options), log, demo: [] });
  // Beside the request list: the same rows by one statement, as text, from the same server.
  const http: FastifyInstance = app.getHttpAdapter().getInstance();
  http.get<{ Querystring: { workspace: string; first: string } }>('/bench/list', async ({ query }, reply) => {
    const values = [query.workspace, query.first];
    const { rows } = await service.pool.query({ name: 'bench_list', text: LIST_SQL, values });
    return reply.type('application/json').send(JSON.stringify({ data: { requests: { nodes: rows } } }));
  });
  // Beside a simulation: the same facts of months, read by the same means, and nothing made of them.
  http.get<{ Querystring: Record<'workspace' | 'agreement' | 'periods', string> }>(
    '/bench/months',
    async ({ query }) => {
      const ids = query.periods.split(',').map((period) => hoursRules.allotmentId(query.agreement, period));
      const position = service.horizon.current().safe;
      const wanted = { workspaceId: query.workspace, ids, position, types: toldTypes };
      const streams = await service.past.eventsAt(hoursRules.allotment.type, wanted);
      return { events: streams.flat().length };
    },
  );
  return {
    app,
    async close() {
      await app.close();
      await service.close();
    },
  };
}
