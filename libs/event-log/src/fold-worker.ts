import { parentPort, workerData } from 'node:worker_threads';
import { replaySequential } from './fold.js';
import type { WorkerJob, WorkerTask } from './fold-workers.js';

/** A thread of `replayMonoidInWorkers`: folds one range and hands its state over. */
const { module, settings, options } = workerData as WorkerTask;
const { default: job } = (await import(module)) as { default: WorkerJob<unknown> };
const opened = await job.open(settings);
try {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(await replaySequential(opened.source, { ...job.fold, initial: job.fold.empty }, options));
} finally {
  await opened.close();
}
