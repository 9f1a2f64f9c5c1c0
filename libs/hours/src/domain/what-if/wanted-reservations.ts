import type { AllotmentEvent } from '../facts.js';
import type { RecordedFact } from './simulation.js';

/** For each overage somebody asked for: the total the request then reserved in that month, with its help. */
export function wantedReservations(facts: readonly RecordedFact[]): Map<AllotmentEvent, number> {
  const wanted = new Map<AllotmentEvent, number>();
  const raised = new Map<string, AllotmentEvent>();
  for (const { period, event } of facts) {
    if (event.type === 'OverageRaised' && event.data.kind === 'PLANNED')
      raised.set(`${period} ${event.data.requestId}`, event);
    if (event.type !== 'MinutesReserved' && event.type !== 'ReservationAdjusted') continue;
    const before = raised.get(`${period} ${event.data.requestId}`);
    if (!before || event.data.overageMinutes === 0) continue;
    wanted.set(before, event.data.minutes);
    raised.delete(`${period} ${event.data.requestId}`);
  }
  return wanted;
}
