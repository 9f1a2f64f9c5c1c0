import type { Log } from '#libs/platform';
import { CloseCode, type Server } from 'graphql-ws';
import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';

export type Extra = { readonly socket: WebSocket; readonly request: IncomingMessage } & Record<PropertyKey, unknown>;

export interface Line {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
  readonly log: Log;
}

const pingMs = 12_000;

/**
 * Lets the protocol speak over a `ws` socket. The library's own adapter writes failures to the console and, outside production,
 * their words into the close reason; here they go to the log alone.
 */
export const speak = (protocol: Server<Extra>, { socket, request, log }: Line): void => {
  const fail = (error: unknown): void => {
    log.warn({ err: error }, 'socket failed');
    socket.close(CloseCode.InternalServerError, 'Internal server error');
  };
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (message) => sendTo(socket, message),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (handle) =>
        socket.on('message', (message: Buffer) => void handle(message.toString('utf8')).catch(fail)),
    },
    { socket, request },
  );
  const stopPings = keepAlive(socket);
  // ws closes the socket by itself, with the right code: this is a client's mistake or a lost line.
  socket.on('error', (error) => log.debug({ err: error }, 'socket error'));
  socket.once('close', (code, reason) => {
    stopPings();
    closed(code, String(reason)).catch((error: unknown) => log.warn({ err: error }, 'socket not cleaned up'));
  });
};

/** Resolves when the message left, so that a slow client slows its own source down; a closed socket takes nothing. */
const sendTo = (socket: WebSocket, message: string): Promise<void> =>
  new Promise((resolve, reject) => {
    if (socket.readyState !== socket.OPEN) return resolve();
    socket.send(message, (error) => (error ? reject(error) : resolve()));
  });

/** Cuts a line whose other end did not answer the last ping. */
const keepAlive = (socket: WebSocket): (() => void) => {
  let answered = true;
  socket.on('pong', () => (answered = true));
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, pingMs);
  return () => clearInterval(timer);
};
