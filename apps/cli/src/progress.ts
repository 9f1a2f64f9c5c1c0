import cliProgress from 'cli-progress';

export interface ProgressOptions {
  /** What is counted, in the plural: `events`. */
  readonly unit: string;
  /** Where the work goes on from; 0 unless told. Rate and time left count from here. */
  readonly from?: number;
}

export interface Progress {
  /** So many are done, of the total. `total` replaces the one told before, when it has become known better. */
  at(done: number, total?: number): void;
  /** Ends the bar and says in one line how many were done, in what time and at what rate. Safe to call twice. */
  end(): void;
}

/**
 * How far long work has come, on standard error: a bar with rate and time left on a terminal, else nothing but the line at its end.
 * @param total how many there are to do; an upper bound will do
 */
export function progress(total: number, { unit, from = 0 }: ProgressOptions): Progress {
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  const bar = process.stderr.isTTY ? barOf(unit) : null;
  let last = from;
  let ended = false;
  bar?.start(total, from, { rate: '–' });
  return {
    at(done, better) {
      last = done;
      if (better !== undefined) bar?.setTotal(better);
      bar?.update(done, { rate: rateOf(done - from, seconds()) });
    },
    end() {
      if (ended) return;
      ended = true;
      bar?.stop();
      const took = seconds();
      process.stderr.write(
        `${figure(last - from)} ${unit} in ${took.toFixed(1)} s, ${rateOf(last - from, took)} ${unit}/s.\n`,
      );
    },
  };
}

export interface Interruption {
  /** Aborted by the first Ctrl-C (or SIGTERM): the work ends at its next good place. The second one ends the process at once. */
  readonly signal: AbortSignal;
}

/** Ended by the operator: the shell's exit code for Ctrl-C. */
export const INTERRUPTED = 130;

/**
 * Runs work that may be ended by Ctrl-C. Interrupted work may return or throw; either way the process then exits with 130, and what
 * it threw because of it is not shown as a failure.
 * @param onInterrupted says on standard error what stays, once the work has ended
 * @returns what the work returned, or null when it was interrupted
 */
export async function interruptible<T>(
  work: (interruption: Interruption) => Promise<T>,
  onInterrupted: () => string = () => 'Interrupted.',
): Promise<T | null> {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    controller.abort();
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  try {
    const result = await work(controller);
    return controller.signal.aborted ? interrupted(onInterrupted) : result;
  } catch (error) {
    if (!controller.signal.aborted) throw error;
    return interrupted(onInterrupted);
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

function interrupted(say: () => string): null {
  process.stderr.write(`${say()}\n`);
  process.exitCode = INTERRUPTED;
  return null;
}

const barOf = (unit: string): cliProgress.SingleBar =>
  new cliProgress.SingleBar(
    {
      stream: process.stderr,
      format: `{bar} {percentage} %  {value} of {total} ${unit}  {rate}/s  {eta_formatted} left`,
      formatValue: (value, options, type) =>
        type === 'value' || type === 'total' ? figure(value) : cliProgress.Format.ValueFormat(value, options, type),
      etaBuffer: 50,
      hideCursor: true,
      gracefulExit: false,
    },
    cliProgress.Presets.shades_classic,
  );

const rateOf = (done: number, seconds: number): string => figure(Math.round(done / Math.max(seconds, 0.001)));

/** 1234567 is written 1,234,567. */
const figure = (value: number): string => value.toLocaleString('en-US');
