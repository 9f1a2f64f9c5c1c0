import type { ItemEvent, SessionEvent, Window } from '../domain/index.js';
import { TODAY } from '../roadmap.fixture.js';

/** The second quarter, in which items of the bench are meant to come. */
export const SECOND: Window = { start: '2026-04-01', end: '2026-06-30', precision: 'QUARTER' };
/** A month after it. */
export const JULY: Window = { start: '2026-07-01', end: '2026-07-31', precision: 'MONTH' };

const planned: readonly ItemEvent[] = [{ type: 'ItemPlanned', data: { window: SECOND, horizon: 'NEXT' } }];
const agreedBy = (side: 'CONSUMER' | 'PROVIDER', byId: string): ItemEvent => ({
  type: 'ItemAgreed',
  data: { side, byId, onBehalfOf: null },
});
const committed: readonly ItemEvent[] = [...planned, { type: 'ItemCommitted', data: { window: SECOND } }];
const started: readonly ItemEvent[] = [...committed, { type: 'ItemStarted', data: {} }];

/** What happened to an item after it was proposed. */
export const courses = {
  proposed: [],
  planned,
  /** Marketing said yes. */
  agreed: [...planned, agreedBy('CONSUMER', 'somebody')],
  later: [{ type: 'ItemPlanned', data: { window: SECOND, horizon: 'LATER' } }],
  committed,
  started,
  shipped: [...started, { type: 'ItemShipped', data: { localDate: TODAY } }],
  dropped: [{ type: 'ItemDropped', data: { reason: 'Nobody asks for it.' } }],
} as const satisfies Record<string, readonly ItemEvent[]>;

const scheduled: readonly SessionEvent[] = [{ type: 'PlanningScheduled', data: { date: TODAY, horizon: 'NEXT' } }];

/** What happened to a planning session. */
export const sessions = {
  scheduled,
  open: [...scheduled, { type: 'PlanningOpened', data: { heldOn: TODAY } }],
} as const satisfies Record<string, readonly SessionEvent[]>;
