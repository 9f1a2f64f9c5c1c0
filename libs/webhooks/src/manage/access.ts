import type { Caller } from '#libs/api-kit';
import { Forbidden } from '#libs/event-log';
import { peopleSecurity } from '#libs/people';

/**
 * Who says what a receiver is told could tell themselves the same: nobody learns by a webhook what they may not read. Administrators open
 * the workspace to other tools by office.
 * @throws Forbidden
 */
export function requireMayTell({ viewer }: Pick<Caller, 'viewer'>): void {
  const isAdministrator = viewer.roles.some(({ role }) => role === 'ADMIN');
  if (!isAdministrator && peopleSecurity.grantOf(viewer, 'log.read') !== 'all') throw new Forbidden('log.read');
}
