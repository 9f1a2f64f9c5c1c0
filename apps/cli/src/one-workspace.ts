import { NotFound, ValidationFailed } from '#libs/event-log';
import type { Workspaces } from '#libs/people';
import { isUUID } from 'class-validator';
import type { Service } from '../../api/src/service/service.js';
import type { Installation } from './installation.js';

/** `name (id)` for each, so that one can be copied. */
const listed = (workspaces: readonly Found[]): string =>
  workspaces.map(({ name, workspaceId }) => `"${name}" (${workspaceId})`).join(', ');

type Found = Awaited<ReturnType<Workspaces['list']>>[number];

/**
 * The workspace that was typed, by id or name; the only one there is unless told.
 * @throws NotFound, ValidationFailed when several could be meant
 */
export async function oneWorkspace(
  installation: Installation,
  service: Service,
  typed: string | undefined,
): Promise<Found> {
  const known = installation.workspaces(service);
  if (typed !== undefined && isUUID(typed)) {
    const found = await known.find(typed);
    if (found === null) throw new NotFound('workspace');
    return found;
  }
  const all = await known.list();
  const meant = typed === undefined ? all : all.filter(({ name }) => name === typed);
  if (meant.length === 1) return meant[0]!;
  if (meant.length > 1) throw new ValidationFailed(`Name one workspace with --workspace: ${listed(meant)}.`);
  throw new ValidationFailed(
    all.length === 0 ? 'There is no workspace yet.' : `No workspace is called "${typed}"; there are ${listed(all)}.`,
  );
}
