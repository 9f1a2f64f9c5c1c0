import type { Viewer } from '#libs/api-kit';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { execute, type ExecutionResult } from 'graphql';
import { Readable } from 'node:stream';
import { TransportError } from '../../http/answer.js';
import { withScope } from '../../http/request-scope.js';
import { bearerToken, Gate, type Knock } from '../gate.js';
import { graphqlPath } from '../path.js';
import { OperationPipeline, RefusedOperation } from '../pipeline.js';
import { BOM, csvLine, valueAt } from './cells.js';
import { type ExportPage, type ExportPlan, exportPlan } from './export-plan.js';
import { ExportTurns } from './export-turns.js';
import { refuseExport } from './refuse-export.js';

/** Most rows of one export. */
export const MAX_ROWS = 50_000;

/** Rows of a page, unless the caller says how many. */
const PAGES = [5, 25, 100, 250] as const;

/** One export from its first page to its last. */
interface Export {
  readonly plan: ExportPlan;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly request: FastifyRequest;
  /** Rows after which it ends by the caller's wish. */
  readonly limit: number;
}

/** What of the first page has to be known before the answer begins. */
interface Begun {
  readonly rows: readonly unknown[];
  readonly next: string | null;
  readonly total: number | null;
}

/**
 * Any list of the schema as CSV: POST to `/graphql.csv` what one would POST to `/graphql`. The caller's query goes through the same
 * gate, rules, rights and weighing; each page is an operation of its own, with a context of its own and the caller looked up anew, so
 * that a token revoked meanwhile ends it. Pages are read as fast as the client takes them.
 *
 * Whatever can be refused is refused before the first byte, as JSON with a status of its own. After that a failure cuts the connection:
 * a last chunk that never comes is seen by every client, a last row that says so by none.
 */
@Injectable()
export class CsvExports implements OnApplicationBootstrap {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly gate: Gate,
    private readonly pipeline: OperationPipeline,
    private readonly turns: ExportTurns,
  ) {}

  onApplicationBootstrap(): void {
    this.host.httpAdapter.getInstance<FastifyInstance>().route({
      url: `${graphqlPath}.csv`,
      method: 'POST',
      // Before the body is read, as on the way to `/graphql`.
      onRequest: async (request) => {
        request.viewer = await this.gate.admit(knockOf(request));
      },
      handler: (request, reply) => this.answer(request, reply),
    });
  }

  private async answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const leave = this.turns.enter(request.viewer.tokenId);
    try {
      const exported = this.prepared(request);
      const begun = await this.begun(exported, request.viewer);
      const stream = Readable.from(this.lines(exported, begun), { objectMode: false });
      stream.once('close', leave);
      return await reply.headers(headersOf(exported, begun)).send(stream);
    } catch (error) {
      leave();
      if (!(error instanceof RefusedOperation)) throw error;
      return refuseExport(this.pipeline, error.errors, request, reply);
    }
  }

  private prepared(request: FastifyRequest): Export {
    const checked = this.pipeline.check(request.body ?? {});
    request.scope.operation = { type: checked.operation.operation, name: checked.operation.name?.value ?? '(unnamed)' };
    const plan = exportPlan(this.pipeline.schema, checked);
    const variables = { ...checked.variables, exportFirst: this.pageSize(plan, checked.variables) };
    return { plan, variables, request, limit: limitOf(request) ?? MAX_ROWS };
  }

  /** The largest that an operation of the caller's may cost; what the caller gives for `first` itself is taken as it is. */
  private pageSize(plan: ExportPlan, variables: Export['variables']): number {
    const [least, ...larger] = PAGES;
    const weigh = (exportFirst: number): number => {
      this.pipeline.weigh({ ...plan.page, variables: { ...variables, exportFirst, exportBegins: true } });
      return exportFirst;
    };
    let size = weigh(least);
    try {
      for (const more of larger) size = weigh(more);
    } catch (error) {
      if (!(error instanceof RefusedOperation)) throw error;
    }
    return size;
  }

  /** The first page; nothing is sent before it is there. */
  private async begun(exported: Export, viewer: Viewer): Promise<Begun> {
    const begun = await this.page(exported, viewer, { after: exported.plan.after, begins: true });
    const isWhole = limitOf(exported.request) !== null || (begun.total ?? begun.rows.length) <= MAX_ROWS;
    if (!isWhole) {
      const message = `This list has ${begun.total} rows, an export at most ${MAX_ROWS}: narrow its filter, or say \`?limit=\`.`;
      throw new TransportError(400, 'LIMIT', message, { extensions: { category: 'LIMIT', limit: MAX_ROWS } });
    }
    return begun;
  }

  private async *lines(exported: Export, begun: Begun): AsyncGenerator<string> {
    const { plan, request, limit } = exported;
    const lineOf = (row: unknown): string => csvLine(plan.columns.map((path) => valueAt(row, path)));
    yield (wantsBom(request) ? BOM : '') + csvLine(plan.columns.map((path) => path.join('.')));
    let left = limit;
    for (let page = begun; ; page = await this.next(exported, page.next)) {
      const rows = page.rows.slice(0, left);
      left -= rows.length;
      if (rows.length > 0) yield rows.map(lineOf).join('');
      if (page.next === null || left === 0) return;
    }
  }

  private async next(exported: Export, after: string | null): Promise<Begun> {
    try {
      const viewer = await this.gate.identify(knockOf(exported.request));
      return await this.page(exported, viewer, { after, begins: false });
    } catch (error) {
      exported.request.scope.errorCodes = ['EXPORT_CUT'];
      throw error;
    }
  }

  private async page(
    { plan, variables, request: { scope } }: Export,
    viewer: Viewer,
    { after, begins }: { readonly after: string | null; readonly begins: boolean },
  ): Promise<Begun> {
    const result = await withScope(scope, async () =>
      execute({
        schema: this.pipeline.schema,
        document: plan.page.document,
        ...(plan.page.operationName !== undefined && { operationName: plan.page.operationName }),
        variableValues: plan.isPaged ? { ...variables, exportAfter: after, exportBegins: begins } : variables,
        contextValue: this.pipeline.context(viewer, scope),
      }),
    );
    return pageOf(plan, result);
  }
}

/** The rows of an answer. @throws RefusedOperation for any error in it: half a row is no row. */
function pageOf({ path, isPaged }: ExportPlan, { data, errors }: ExecutionResult): Begun {
  if (errors && errors.length > 0) throw new RefusedOperation(errors);
  const list = valueAt(data, path);
  if (list === null || list === undefined) {
    throw new TransportError(404, 'NOT_FOUND', 'This list is not there, or not for you.', {
      extensions: { category: 'NOT_FOUND' },
    });
  }
  if (!isPaged) return { rows: list as readonly unknown[], next: null, total: (list as readonly unknown[]).length };
  const { nodes, exportPage, exportTotal } = list as ExportPage;
  return { rows: nodes, next: exportPage.hasNextPage ? exportPage.endCursor : null, total: exportTotal ?? null };
}

const knockOf = ({ headers }: FastifyRequest): Knock => ({ token: bearerToken(headers.authorization), headers });

const queryOf = ({ query }: FastifyRequest): Readonly<Record<string, unknown>> => query as Record<string, unknown>;

const wantsBom = (request: FastifyRequest): boolean => queryOf(request)['bom'] === '1';

/** The caller's own limit. @throws TransportError for anything but a number of rows */
function limitOf(request: FastifyRequest): number | null {
  const given = queryOf(request)['limit'];
  if (given === undefined) return null;
  const limit = typeof given === 'string' && /^\d{1,6}$/.test(given) ? Number(given) : 0;
  if (limit >= 1 && limit <= MAX_ROWS) return limit;
  throw new TransportError(400, 'BAD_USER_INPUT', `\`limit\` is a number of rows, 1 to ${MAX_ROWS}.`);
}

const headersOf = ({ plan }: Export, { total }: Begun): Record<string, string> => ({
  'content-type': 'text/csv; charset=utf-8; header=present',
  // A response key: letters, digits and underscores.
  'content-disposition': `attachment; filename="${plan.path[0]}.csv"`,
  'cache-control': 'no-store',
  ...(total !== null && { 'x-total-count': String(total) }),
});
