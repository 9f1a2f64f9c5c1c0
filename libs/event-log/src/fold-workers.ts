import { Worker } from 'node:worker_threads';
import type { Position } from './event.js';
import { type FoldOptions, type MonoidFold, rangesOf } from './fold.js';
import { endOf, type ReplaySource } from './replay.js';

/** What a module gives whose fold is computed by several workers: its default export. Settings and state are what threads can hand over. */
export interface WorkerJob<State, Settings = unknown> {
  readonly fold: MonoidFold<State>;
  /** A source of the worker's own: no connection is shared between threads. */
  open(settings: Settings): Promise<OpenSource> | OpenSource;
}

export interface OpenSource {
  readonly source: ReplaySource;
  close(): Promise<unknown>;
}

export interface WorkersOptions<Settings> extends Omit<FoldOptions, 'signal' | 'upTo'> {
  /** URL of the module with the job. */
  readonly module: string;
  readonly settings: Settings;
  /** 2 unless told. */
  readonly workers?: number;
  readonly upTo?: Position;
  /** Arguments of Node for the workers; those of this process unless told. */
  readonly execArgv?: readonly string[];
}

/** What a worker is told. */
export interface WorkerTask {
  readonly module: string;
  readonly settings: unknown;
  readonly options: FoldOptions;
}

/**
 * The same state as one pass gives, each range of positions read, decoded and folded by a thread with a connection of its own, and the
 * parts merged in the order of positions.
 * @throws what a worker threw; the others are ended
 */
export async function replayMonoidInWorkers<State, Settings>({
  module,
  settings,
  workers = 2,
  after = 0,
  upTo,
  execArgv,
  ...options
}: WorkersOptions<Settings>): Promise<State> {
  const { default: job } = (await import(module)) as { default: WorkerJob<State, Settings> };
  const end = await endOfSource(job, settings, upTo);
  const started = rangesOf(after, end, workers).map((range) =>
    start<State>({ module, settings, options: { ...options, ...range } }, execArgv),
  );
  try {
    const parts = await Promise.all(started.map(({ state }) => state));
    return parts.reduce((earlier, later) => job.fold.merge(earlier, later), job.fold.empty);
  } finally {
    await Promise.allSettled(started.map(({ worker }) => worker.terminate()));
  }
}

async function endOfSource<State, Settings>(
  job: WorkerJob<State, Settings>,
  settings: Settings,
  upTo: Position | undefined,
): Promise<Position> {
  const opened = await job.open(settings);
  try {
    return await endOf(opened.source.pool, upTo);
  } finally {
    await opened.close();
  }
}

/** Beside this file, as a source or built. */
const FILE = new URL(import.meta.url.endsWith('.ts') ? './fold-worker.ts' : './fold-worker.js', import.meta.url);

function start<State>(task: WorkerTask, execArgv?: readonly string[]): { worker: Worker; state: Promise<State> } {
  const worker = new Worker(FILE, { workerData: task, ...(execArgv && { execArgv: [...execArgv] }) });
  const state = new Promise<State>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`A worker ended with ${code} before it had folded its part.`)));
  });
  return { worker, state };
}
