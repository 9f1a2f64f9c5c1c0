import type { Log } from '#libs/platform';
import { CloseCode, type Server } from 'graphql-ws';
import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';

export type Extra = { readonly socket: WebSocket; readonly request: IncomingMessage } & Record<PropertyKey, unknown>;

export interface Line {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
  readonly log: Log;
  /** Milliseconds between two pings. */
  readonly beatMs: number;
}

/** Bytes that may wait for a client which goes on talking: whoever asks and does not take the answers is let go. */
const MOST_WAITING = 4 * 1024 * 1024;

/**
 * Lets the protocol speak over a `ws` socket. The library's own adapter writes failures to the console and, outside production,
 * their words into the close reason; here they go to the log alone.
 */
export const speak = (protocol: Server<Extra>, { socket, request, log, beatMs }: Line): void => {
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
        socket.on('message', (message: Buffer) => {
          if (!listens(socket)) return socket.terminate();
          void handle(message.toString('utf8')).catch(fail);
        }),
    },
    { socket, request },
  );
  // They are answered by ws itself.
  socket.on('ping', () => listens(socket) || socket.terminate());
  const stopPings = keepAlive(socket, beatMs);
  // ws closes the socket by itself, with the right code: this is a client's mistake or a lost line.
  socket.on('error', (error) => log.debug({ err: error }, 'socket error'));
  socket.once('close', (code, reason) => {
    stopPings();
    closed(code, String(reason)).catch((error: unknown) => log.warn({ err: error }, 'socket not cleaned up'));
  });
};

const listens = ({ bufferedAmount }: WebSocket): boolean => bufferedAmount <= MOST_WAITING;

/** Resolves when the message left, so that a slow client slows its own source down; a closed socket takes nothing. */
const sendTo = (socket: WebSocket, message: string): Promise<void> =>
  new Promise((resolve, reject) => {
    if (socket.readyState !== socket.OPEN) return resolve();
    socket.send(message, (error) => (error ? reject(error) : resolve()));
  });

/** Cuts a line whose other end did not answer the last ping. */
const keepAlive = (socket: WebSocket, beatMs: number): (() => void) => {
  let answered = true;
  socket.on('pong', () => (answered = true));
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, beatMs);
  return () => clearInterval(timer);
};
