import { Controller, Get, Header, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { asTransportError, sendTransportError } from '../http/answer.js';
import { API_PARTS, type ApiParts, type DemoToken } from '../parts.js';
import { type Page, readPage } from './assets.js';
import { type ReadyMade, readOperations } from './operations.js';

/** Everything from our own origin, no inline script; styles are set inline by the editor component itself. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  'font-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

interface Config {
  readonly operations: readonly ReadyMade[];
  /** Absent outside demo mode: there a token is pasted. */
  readonly tokens?: readonly DemoToken[];
}

/** The root page: GraphiQL from our own files, with ready-made operations. It needs no internet. */
@Controller()
export class ExplorerController {
  private page: Promise<Page> | undefined;
  private operations: Promise<readonly ReadyMade[]> | undefined;

  constructor(@Inject(API_PARTS) private readonly parts: ApiParts) {}

  @Get()
  @Header('content-security-policy', policy)
  @Header('referrer-policy', 'no-referrer')
  @Header('x-content-type-options', 'nosniff')
  @Header('cache-control', 'no-cache')
  @Header('content-type', 'text/html; charset=utf-8')
  async root(): Promise<string> {
    return (await this.readPage()).html;
  }

  @Get('explorer/config.json')
  @Header('cache-control', 'no-store')
  async config(): Promise<Config> {
    this.operations ??= readOperations(this.parts.operationsFolder);
    const tokens = await this.parts.demoTokens?.();
    return { operations: await this.operations, ...(tokens && { tokens }) };
  }

  @Get('explorer/:hash/:name')
  async asset(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { byUrl } = await this.readPage();
    const asset = byUrl.get(request.url.split('?', 1)[0] ?? '');
    if (!asset) return void sendTransportError(reply, asTransportError({ statusCode: 404 }));
    const zipped = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    void reply.headers({
      'content-type': asset.type,
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      vary: 'accept-encoding',
      ...(zipped && { 'content-encoding': 'gzip' }),
    });
    await reply.send(zipped ? asset.gzipped : asset.content);
  }

  private readPage(): Promise<Page> {
    this.page ??= readPage();
    return this.page;
  }
}
