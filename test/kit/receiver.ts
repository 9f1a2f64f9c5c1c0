import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call as it arrived. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const ok: Answer = (response) => response.writeHead(204).end();

/** A real server on the loopback that keeps what it is sent, and answers as it is told to. */
export class Receiver {
  readonly received: Received[] = [];
  /** What it does with the next calls; 204 unless told. */
  answer: Answer = ok;
  private readonly server = createServer((request, response) => void this.take(request, response));

  static async start(): Promise<Receiver> {
    const receiver = new Receiver();
    await new Promise<void>((listening) => receiver.server.listen(0, '127.0.0.1', listening));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  /** Answers with this status. */
  answers(status: number, { body = '', headers = {} }: { body?: string; headers?: Record<string, string> } = {}): void {
    this.answer = (response) => response.writeHead(status, headers).end(body);
  }

  recovers(): void {
    this.answer = ok;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    this.received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
    this.answer(response, request);
  }
}
