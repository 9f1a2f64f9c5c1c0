import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';

/** A structured log; `child({ requestId })` gives one that carries more on every line. */
export type Log = Logger;

export interface LogOptions {
  /** The program, e.g. `api`. */
  readonly name: string;
  readonly level: string;
  /** Standard output unless set. */
  readonly destination?: DestinationStream;
}

const secrets = ['authorization', 'cookie', 'token', 'password', 'secret', 'tokenHash'];
const depths = ['', '*.', '*.*.', '*.*.*.'];

/** One JSON object a line, with the time in RFC 3339 and the level as a word; secrets are left out up to four levels deep. */
export const openLog = ({ name, level, destination }: LogOptions): Log =>
  pino(
    {
      level,
      base: { program: name, pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      messageKey: 'message',
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: depths.flatMap((depth) => secrets.map((secret) => depth + secret)), censor: '[left out]' },
    },
    destination ?? pino.destination({ fd: 1, sync: false }),
  );

type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/**
 * Nest's own messages in the same log: the last text is Nest's context, an error keeps its stack. What Nest tells of its start (which
 * module, which route) is for whoever looks for a fault in it, so its `log` is our `debug`.
 */
export class NestLog implements LoggerService {
  constructor(private readonly to: Log) {}

  log = (message: unknown, ...rest: unknown[]) => this.write('debug', message, rest);
  error = (message: unknown, ...rest: unknown[]) => this.write('error', message, rest);
  warn = (message: unknown, ...rest: unknown[]) => this.write('warn', message, rest);
  debug = (message: unknown, ...rest: unknown[]) => this.write('debug', message, rest);
  verbose = (message: unknown, ...rest: unknown[]) => this.write('trace', message, rest);
  fatal = (message: unknown, ...rest: unknown[]) => this.write('fatal', message, rest);

  private write(level: Level, message: unknown, rest: readonly unknown[]): void {
    const last = rest.at(-1);
    const context = typeof last === 'string' ? last : undefined;
    const more = rest.filter((part, place) => part !== undefined && (context === undefined || place < rest.length - 1));
    const err = [message, ...more].find((part) => part instanceof Error);
    const details = more.filter((part) => part !== err);
    this.to[level](
      { context, err, ...(details.length > 0 && { details }) },
      err === message ? err?.message : String(message),
    );
  }
}
