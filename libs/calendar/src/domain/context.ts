import { Forbidden } from '#libs/event-log';
import { type Circumstances, hasRole } from '#libs/vocabulary';

/** What a rule of a team's calendar may know. `today` is the team's own, and of the actor's roles those that count in the team. */
export interface CalendarContext extends Circumstances {
  /** IANA zone of the team. */
  readonly timeZone: string;
}

/** True for whoever leads this team. */
export const leadsTeam = ({ actor }: CalendarContext): boolean => hasRole(actor, 'MARKETING_LEAD', 'ENGINEERING_LEAD');

/** @throws Forbidden for somebody who neither leads the team nor may manage every calendar */
export function requireManager(ctx: CalendarContext): void {
  if (ctx.actor.grant === 'all' || leadsTeam(ctx)) return;
  throw new Forbidden('calendar.manage', 'You may do this for a team that you lead.');
}
