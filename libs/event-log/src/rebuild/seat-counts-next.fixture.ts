import type { ProjectionConsumer } from '../consumers/definition.js';
import { countSeats, seatCounts } from './seat-counts.fixture.js';

/** As a later version of the program counts: by the dozen. */
export const nextSeatCounts: ProjectionConsumer = {
  ...seatCounts,
  source: import.meta.url,
  apply: (events, transaction) => countSeats(events, transaction, 12),
};
