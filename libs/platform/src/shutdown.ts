import type { EventEmitter } from 'node:events';

export interface ShutdownOptions {
  /** Stops the program in order: no new work, work in flight, connections. */
  readonly stop: (signal: string) => Promise<void>;
  /** Seconds that `stop` gets before the process ends all the same, with exit code 1. */
  readonly seconds: number;
  readonly onError?: (error: unknown) => void;
  readonly process?: Pick<EventEmitter, 'on'>;
  readonly exit?: (code: number) => void;
}

/** On SIGINT or SIGTERM stops once and ends the process; the second signal ends it at once. */
export const stopOnSignals = (options: ShutdownOptions): void => {
  const { stop, seconds, onError, exit = (code) => process.exit(code) } = options;
  let stopping = false;
  const onSignal = (signal: string) => {
    if (stopping) return exit(1);
    stopping = true;
    const late = setTimeout(() => exit(1), seconds * 1000);
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
