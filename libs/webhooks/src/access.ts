import type { Caller } from '#libs/api-kit';
import { Forbidden } from '#libs/event-log';
import { peopleSecurity } from '#libs/people';

/** Whether somebody may know what receivers are told: who reads the log, and administrators, who open the workspace to other tools by office. */
export const mayTell = ({ viewer }: Pick<Caller, 'viewer'>): boolean =>
  viewer.roles.some(({ role }) => role === 'ADMIN') || peopleSecurity.grantOf(viewer, 'log.read') === 'all';

/**
 * Who says what a receiver is told could tell themselves the same: nobody learns by a webhook what they may not read.
 * @throws Forbidden
 */
export function requireMayTell(caller: Pick<Caller, 'viewer'>): void {
  if (!mayTell(caller)) throw new Forbidden('log.read');
}
