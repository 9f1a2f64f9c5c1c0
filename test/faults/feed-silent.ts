import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { WebSocket } from 'ws';
import { type FeedAccess, parametersOf, SUBSCRIPTION } from './feed-clients.js';

/** A client that asks for everything and then reads nothing, ever; it does not close either. */
export type SilentClient = (access: FeedAccess) => Promise<{ end(): void }>;

const ASKED = { from: 'BEGINNING' } as const;

const speak = async (url: string, words: string): Promise<Socket> => {
  const { port } = new URL(url);
  const socket = connect({ port: Number(port), host: '127.0.0.1' });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.pause();
  socket.write(words);
  return socket;
};

const lines: SilentClient = async ({ url, token }) => {
  const head = [`GET /events?${parametersOf(ASKED)} HTTP/1.1`, 'Host: x', `Authorization: Bearer ${token}`];
  const socket = await speak(url, [...head, '', ''].join('\r\n'));
  return { end: () => socket.destroy() };
};

const serverSentEvents: SilentClient = async ({ url, token }) => {
  const body = JSON.stringify({ query: SUBSCRIPTION, variables: ASKED });
  const head = ['POST /graphql HTTP/1.1', 'Host: x', `Authorization: Bearer ${token}`, 'Accept: text/event-stream'];
  const content = ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`];
  const socket = await speak(url, [...head, ...content, '', body].join('\r\n'));
  return { end: () => socket.destroy() };
};

const webSocket: SilentClient = async ({ url, token }) => {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  socket.on('error', () => undefined);
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
  await once(socket, 'message');
  socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query: SUBSCRIPTION, variables: ASKED } }));
  socket.pause();
  return { end: () => socket.terminate() };
};

export const SILENT: Readonly<Record<string, SilentClient>> = {
  WebSocket: webSocket,
  'server-sent events': serverSentEvents,
  lines,
};

/** The service's ends of connections that are made from here on. */
export class ServerSockets {
  readonly all: Socket[] = [];
  private readonly keep = (message: unknown): void => void this.all.push((message as { socket: Socket }).socket);

  constructor() {
    subscribe('net.server.socket', this.keep);
  }

  /** The service's end of the connection that this makes. */
  async of(make: () => Promise<unknown>): Promise<Socket> {
    const known = this.all.length;
    await make();
    while (this.all.length === known) await new Promise((resolve) => setImmediate(resolve));
    return this.all[known]!;
  }

  end(): void {
    unsubscribe('net.server.socket', this.keep);
  }
}
