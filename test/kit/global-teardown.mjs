/** Runs once after all specs. */
const DEADLINE_MS = 5_000;

/**
 * The timer keeps the process alive: if stopping never came to an end, Node would run out of work and leave with exit code 0,
 * however many specs had failed. What is left then goes with this process, its folder with the next run.
 */
export default async () => {
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, DEADLINE_MS, 'late');
  });
  const outcome = await Promise.race([globalThis.twolaneTestRun?.stop(), late]);
  clearTimeout(timer);
  if (outcome === 'late') process.stderr.write(`Postgres of this run did not stop within ${DEADLINE_MS} ms.\n`);
};
