import type { Viewer } from '#libs/api-kit';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type DocumentNode, execute, parse } from 'graphql';
import { TransportError } from '../../http/answer.js';
import { withScope } from '../../http/request-scope.js';
import { ExportTurns } from '../csv/export-turns.js';
import { refuseExport } from '../csv/refuse-export.js';
import { bearerToken, Gate } from '../gate.js';
import { OperationPipeline, RefusedOperation } from '../pipeline.js';
import { statementCsv } from './statement-csv.js';
import { type FileHead, type FileLine, type FileMonth, HEAD, type LinePage, LINES } from './statement-document.js';
import type { StatementDocument } from './statement-document.js';
import { pagePolicy, statementPage } from './statement-page.js';

/** Lines of one file. */
export const MAX_LINES = 50_000;

const DOCUMENTS = { HEAD: parse(HEAD), LINES: parse(LINES) };
const FILE = /^(\d{4}-\d{2})(?:\.\.(\d{4}-\d{2}))?\.(csv|html)$/;
const ASKED = ['recordedAt', 'position', 'businessDate'] as const;

interface Wanted {
  readonly agreementId: string;
  readonly from: string;
  readonly to: string;
  readonly format: 'csv' | 'html';
  readonly asOf: Readonly<Record<string, string>> | null;
}

/**
 * Statements as files a controller keeps: `GET /statements/<agreement>/<month>.html`, a range as `<month>..<month>.csv`. The token, the
 * rights and the refusals are those of the API; `?recordedAt=`, `?position=` and `?businessDate=` travel in time as its queries do.
 */
@Injectable()
export class StatementFiles implements OnApplicationBootstrap {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly gate: Gate,
    private readonly pipeline: OperationPipeline,
    private readonly turns: ExportTurns,
  ) {}

  onApplicationBootstrap(): void {
    this.host.httpAdapter.getInstance<FastifyInstance>().route({
      url: '/statements/:agreementId/:file',
      method: 'GET',
      exposeHeadRoute: false,
      onRequest: async (request) => {
        const { headers } = request;
        request.viewer = await this.gate.admit({ token: bearerToken(headers.authorization), headers });
      },
      handler: (request, reply) => this.answer(request, reply),
    });
  }

  private async answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const leave = this.turns.enter(request.viewer.tokenId);
    try {
      const wanted = wantedBy(request);
      const document = await this.read(request, wanted);
      const content = wanted.format === 'csv' ? statementCsv(document) : statementPage(document);
      return await reply.headers(headersOf(document, wanted)).send(content);
    } catch (error) {
      if (!(error instanceof RefusedOperation)) throw error;
      return refuseExport(this.pipeline, error.errors, request, reply);
    } finally {
      leave();
    }
  }

  /** @throws RefusedOperation, TransportError */
  private async read(request: FastifyRequest, wanted: Wanted): Promise<StatementDocument> {
    const { agreement, statements } = await this.run<FileHead>(request, DOCUMENTS.HEAD, wanted);
    if (!agreement?.rates || statements.totals.amount === null)
      throw new TransportError(403, 'FORBIDDEN', 'Statements as files are for whoever may see minutes and money.', {
        extensions: { category: 'FORBIDDEN', right: 'money.read' },
      });
    const months: StatementDocument['months'][number][] = [];
    let room = MAX_LINES;
    for (const month of statements.months) {
      const lines = await this.lines(request, { wanted, month, room });
      room -= lines.length;
      months.push({ ...month, lines });
    }
    return { agreement, months, totals: statements.totals };
  }

  /** Pages are operations of their own: the hash of the whole tells whether they belong together. */
  private async lines(
    request: FastifyRequest,
    { wanted, month, room }: { readonly wanted: Wanted; readonly month: FileMonth; readonly room: number },
  ): Promise<FileLine[]> {
    const lines: FileLine[] = [];
    for (let after: string | null = null; ;) {
      const variables: object = { ...wanted, period: month.period, after };
      const { statement }: LinePage = await this.run<LinePage>(request, DOCUMENTS.LINES, variables);
      if (statement.contentHash !== month.contentHash) throw changed();
      lines.push(...statement.lines.nodes);
      if (lines.length > room)
        throw new TransportError(400, 'LIMIT', `A file has at most ${MAX_LINES} lines: ask for fewer months.`, {
          extensions: { category: 'LIMIT', limit: MAX_LINES },
        });
      if (!statement.lines.pageInfo.hasNextPage) return lines;
      after = statement.lines.pageInfo.endCursor;
    }
  }

  /** The answer without any error in it: half a bill is no bill. */
  private async run<Answer>(
    { viewer, scope }: { readonly viewer: Viewer; readonly scope: FastifyRequest['scope'] },
    document: DocumentNode,
    variableValues: object,
  ): Promise<Answer> {
    scope.operation = { type: 'query', name: 'StatementFile' };
    const { data, errors } = await withScope(scope, async () =>
      execute({
        schema: this.pipeline.schema,
        document,
        variableValues: { ...variableValues },
        contextValue: this.pipeline.context(viewer, scope),
      }),
    );
    if (errors && errors.length > 0) throw new RefusedOperation(errors);
    return data as Answer;
  }
}

const changed = (): TransportError =>
  new TransportError(409, 'CONFLICT', 'The statement changed while it was read; try again.', {
    extensions: { category: 'CONFLICT', retryable: true },
    headers: { 'retry-after': '1' },
  });

/** @throws TransportError 404 for any other name */
function wantedBy({ params, query }: FastifyRequest): Wanted {
  const { agreementId, file } = params as { readonly agreementId: string; readonly file: string };
  const [, from, to, format] = FILE.exec(file) ?? [];
  if (from === undefined)
    throw new TransportError(404, 'NOT_FOUND', 'Statements are called `2026-01.html` or `2026-01..2026-03.csv`.', {
      extensions: { category: 'NOT_FOUND' },
    });
  const asked = query as Readonly<Record<string, unknown>>;
  const asOf = Object.fromEntries(ASKED.flatMap((name) => (asked[name] === undefined ? [] : [[name, asked[name]]])));
  const hasPast = Object.keys(asOf).length > 0;
  return {
    agreementId,
    from,
    to: to ?? from,
    format: format === 'csv' ? 'csv' : 'html',
    asOf: hasPast ? (asOf as Record<string, string>) : null,
  };
}

/** What the format alone decides. */
const ofFormat = (format: Wanted['format'], name: string): Record<string, string> =>
  format === 'csv'
    ? {
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': `attachment; filename="${name}"`,
      }
    : {
        'content-type': 'text/html; charset=utf-8',
        'content-disposition': `inline; filename="${name}"`,
        'content-security-policy': pagePolicy,
        'referrer-policy': 'no-referrer',
      };

function headersOf({ agreement }: StatementDocument, { from, to, format }: Wanted): Record<string, string> {
  // Letters, digits, dashes and dots, whatever a reference comes to be.
  const name = `${agreement.reference}_${from === to ? from : `${from}..${to}`}.${format}`.replace(/[^\w.-]/g, '-');
  return { ...ofFormat(format, name), 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
}
