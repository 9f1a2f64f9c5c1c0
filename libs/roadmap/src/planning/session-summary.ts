import type { Fact } from '#libs/event-log';
import type { SessionEvent } from '../domain/index.js';

const spoken = (word: string): string => word.toLowerCase();
const counted = (count: number, side: string): string => `${count} of ${side}`;

function told(event: SessionEvent): string {
  switch (event.type) {
    case 'PlanningScheduled':
      return `A planning session was fixed for ${event.data.date}; it looks at ${spoken(event.data.horizon)}.`;
    case 'PlanningOpened':
      return `The session began on ${event.data.heldOn}.`;
    case 'AttendanceRecorded':
      return `Somebody is there for ${event.data.side === 'CONSUMER' ? 'marketing' : 'engineering'}.`;
    case 'PlanningDecisionRecorded':
      return `It was decided: “${event.data.decision}”, because “${event.data.rationale}”.`;
    case 'PlanningClosed': {
      const { attendance, joint } = event.data;
      const who = `${counted(attendance.marketing, 'marketing')} and ${counted(attendance.engineering, 'engineering')}`;
      return `The session ended, ${who} were there; ${joint ? 'it counts as joint' : 'it does not count as joint'}.`;
    }
    case 'PlanningCancelled':
      return `The session does not take place: “${event.data.reason}”.`;
  }
}

/** A fact of a planning session as a sentence; a fact of a newer program by its name. */
export const sessionSummary = ({ type, data }: Fact): string => told({ type, data } as SessionEvent) ?? type;
