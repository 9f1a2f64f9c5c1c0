import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLError } from 'graphql';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { OpenStreams } from './open-streams.js';
import type { OperationRequest } from './pipeline.js';
import { type Answers, type Opening, Subscriptions } from './subscription.js';

const event = (name: string, data: unknown): string =>
  `event: ${name}\ndata: ${data === undefined ? '' : JSON.stringify(data)}\n\n`;

/** Whether the client asked for events: `Accept: text/event-stream`. */
export const wantsEventStream = ({ method, headers }: FastifyRequest): boolean =>
  method === 'POST' && /^\s*text\/event-stream\s*(;|,|$)/i.test(headers.accept ?? '');

/**
 * Subscriptions as server-sent events, in the distinct connections mode of the GraphQL over SSE protocol: one POST is one
 * subscription; its answers are `next` events, then comes `complete`. The next answer is pulled only when the client
 * took the last one, so that a slow client holds its own source and nothing else.
 */
@Injectable()
export class EventStreams {
  constructor(
    private readonly subscriptions: Subscriptions,
    private readonly open: OpenStreams,
  ) {}

  /** Answers with a stream. A refused operation is a stream of one `next` with its errors, as the protocol has it. */
  answer(request: FastifyRequest, reply: FastifyReply, opening: Opening): FastifyReply {
    const stream = new PassThrough();
    // The first word at once: clients wait for it before they take the answer as begun.
    stream.write(':\n\n');
    this.open.hold(stream, ':\n\n');
    void this.run(request.body as OperationRequest, stream, opening);
    return reply
      .headers({ 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache, no-transform' })
      .send(stream);
  }

  private async run(operation: OperationRequest, stream: PassThrough, opening: Opening): Promise<void> {
    let leave: (() => void) | undefined;
    try {
      leave = this.open.enter(opening.viewer.tokenId);
      const { answers } = await this.subscriptions.open(operation ?? {}, opening);
      await deliver(answers, stream);
    } catch (error) {
      if (!stream.destroyed) stream.write(event('next', { errors: this.errorsOf(error, opening) }));
    } finally {
      leave?.();
      if (!stream.destroyed) stream.end(event('complete', undefined));
    }
  }

  private errorsOf(error: unknown, { scope }: Opening): readonly GraphQLError[] {
    return this.subscriptions.errorsOf(error, scope);
  }
}

/** Writes answers as they come; a client that left lets go of the source at once. */
const deliver = async (answers: Answers, stream: PassThrough): Promise<void> => {
  const left = new AbortController();
  stream.once('close', () => {
    left.abort();
    void answers.return?.();
  });
  if (stream.destroyed) await answers.return?.();
  for await (const answer of answers) {
    if (stream.destroyed) return;
    if (!stream.write(event('next', answer))) await once(stream, 'drain', { signal: left.signal });
  }
};
