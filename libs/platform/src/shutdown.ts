import type { EventEmitter } from 'node:events';

export interface ShutdownOptions {
  /** Stops the program in order: no new work, work in flight, connections. */
  readonly stop: (signal: string) => Promise<void>;
  /** Seconds that `stop` gets before the process ends all the same, with exit code 1. */
  readonly seconds: number;
  readonly onError?: (error: unknown) => void;
  readonly process?: Pick<EventEmitter, 'on'>;
  readonly exit?: (code: number) => void;
  /** Milliseconds of a clock that does not jump. */
  readonly now?: () => number;
}

/** Milliseconds within which a second signal is the same Ctrl-C: the terminal tells the whole group, and npm passes its own on. */
const ECHO = 500;

/** On SIGINT or SIGTERM stops once and ends the process; the next signal ends it at once. */
export const stopOnSignals = (options: ShutdownOptions): void => {
  const { stop, seconds, onError, exit = (code) => process.exit(code), now = () => performance.now() } = options;
  let stoppingSince: number | null = null;
  const onSignal = (signal: string) => {
    if (stoppingSince !== null) {
      if (now() - stoppingSince > ECHO) exit(1);
      return;
    }
    stoppingSince = now();
    const late = setTimeout(() => exit(1), seconds * 1000).unref();
    void endOf(stop, signal, onError).then((code) => {
      clearTimeout(late);
      exit(code);
    });
  };
  for (const signal of ['SIGINT', 'SIGTERM']) (options.process ?? process).on(signal, () => onSignal(signal));
};

const endOf = async (
  stop: ShutdownOptions['stop'],
  signal: string,
  onError: ShutdownOptions['onError'],
): Promise<number> => {
  try {
    await stop(signal);
    return 0;
  } catch (error) {
    onError?.(error);
    return 1;
  }
};
