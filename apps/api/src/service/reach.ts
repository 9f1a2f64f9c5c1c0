import type { Reach } from '#libs/api-kit';
import type { Service } from './service.js';

/** Milliseconds a query waits for its `minPosition`; then the caller is told to try again. */
const LONGEST_WAIT = 5_000;

/** Waits for positions where queries read: rows written with the events are there at once, those of consumers follow. */
export const reachOf =
  ({ horizon, consumers, definitions }: Pick<Service, 'horizon' | 'consumers' | 'definitions'>): Reach =>
  async (asked, names) => {
    await horizon.check(asked);
    const keys = names.map((name) => {
      const key = definitions.find((definition) => definition.name === name);
      if (!key) throw new Error(`A query reads from ${name}, which is no consumer.`);
      return key;
    });
    await Promise.all(keys.map((key) => consumers.waitFor(key, asked.position, { timeoutMs: LONGEST_WAIT })));
  };
