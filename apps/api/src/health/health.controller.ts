import { Controller, Get, Header, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import { bearerToken } from '../graphql/gate.js';
import { asTransportError, sendTransportError, TransportError, unauthenticated } from '../http/answer.js';
import { API_PARTS, type ApiParts } from '../parts.js';
import { ReadinessChecks } from './readiness.js';

/** What a load balancer, an orchestrator and a Prometheus ask. No token needed, except for metrics from elsewhere. */
@Controller()
export class HealthController {
  constructor(
    private readonly readiness: ReadinessChecks,
    @Inject(API_PARTS) private readonly parts: ApiParts,
  ) {}

  /** The process is up and its event loop turns. */
  @Get('health/live')
  @Header('cache-control', 'no-store')
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  /** 200 when traffic may come, else 503; both with the named checks. */
  @Get('health/ready')
  @Header('cache-control', 'no-store')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const { ready, checks } = await this.readiness.run();
    reply.code(ready ? 200 : 503);
    return { status: ready ? 'ready' : 'not ready', checks };
  }

  /** Prometheus' text format: for the same machine, or for whoever shows the metrics token where one is set. */
  @Get('metrics')
  async metrics(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const refusal = this.refusalOf(request);
    if (refusal) return void sendTransportError(reply, refusal);
    const { metrics } = this.parts;
    await reply
      .header('cache-control', 'no-store')
      .type(metrics.contentType)
      .send(await metrics.text());
  }

  private refusalOf(request: FastifyRequest): TransportError | null {
    const { metricsToken } = this.parts.options;
    if (metricsToken !== undefined) {
      return sameSecret(bearerToken(request.headers.authorization) ?? '', metricsToken) ? null : unauthenticated();
    }
    // Not found rather than forbidden: whoever is not meant to read it need not know that it is there.
    return isLoopback(request) ? null : asTransportError({ statusCode: 404 });
  }
}

/** From this machine, and not handed on by a proxy on it. */
const isLoopback = ({ ip, headers }: FastifyRequest): boolean => {
  const address = ip.replace(/^::ffff:/i, '');
  const handedOn = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
  return !handedOn && (address === '::1' || (isIP(address) === 4 && address.startsWith('127.')));
};

const sameSecret = (shown: string, expected: string): boolean => timingSafeEqual(digest(shown), digest(expected));
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
