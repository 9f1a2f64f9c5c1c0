import { parsePosition } from '#libs/api-kit';
import { type EventCatalogue, type Position, ValidationFailed, type VersionPins } from '#libs/event-log';
import { type AskedVersion, checkedEvents, type EventSelection } from '#libs/readers';
import type { Service } from '../../api/src/service/service.js';
import type { Installation } from './installation.js';
import { oneWorkspace } from './one-workspace.js';

/** What of the log a command reads, as it was typed. */
export interface TypedSelection {
  readonly workspace?: string;
  readonly types?: string;
  readonly subject?: string;
  readonly versions?: string;
  readonly after?: string;
  readonly upTo?: string;
}

/** The same, checked. */
export interface Selected extends EventSelection {
  /** Null: all of them. */
  readonly workspaceId: string | null;
  readonly pins: VersionPins;
  readonly after: Position;
  /** The last position that is read: safe now, so that the same is read whenever it is read again. */
  readonly upTo: Position;
  readonly epoch: string;
}

const listOf = (typed: string): string[] => typed.split(',').map((word) => word.trim());

/** `RequestSubmitted=1,TimeRecorded=2` @throws ValidationFailed */
function versionsOf(typed: string | undefined): AskedVersion[] {
  if (typed === undefined) return [];
  return listOf(typed).map((pair) => {
    const [, type, version] = /^(\w+)=(\d{1,4})$/.exec(pair) ?? [];
    if (type === undefined) throw new ValidationFailed(`A version is written like RequestSubmitted=1, not "${pair}".`);
    return { type, version: Number(version) };
  });
}

/** @throws ValidationFailed */
export function filterOf(typed: TypedSelection, catalogue: EventCatalogue): ReturnType<typeof checkedEvents> {
  const { types, subject, versions } = typed;
  if (subject !== undefined && typed.workspace === undefined)
    throw new ValidationFailed('A subject belongs to a workspace: name it with --workspace.');
  const asked = { types: types === undefined ? null : listOf(types), subject, versions: versionsOf(versions) };
  return spoken(() => checkedEvents(asked, catalogue.newest()));
}

/** @throws ValidationFailed for what is none, InvalidPosition for one of another epoch or ahead of the log */
async function positionOf(typed: string, { horizon }: Service): Promise<Position> {
  const asked = spoken(() => parsePosition(typed));
  await horizon.check(asked);
  return asked.position;
}

/** What is told to callers of the API is told on one line here. */
function spoken<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw new ValidationFailed((error as Error).message);
  }
}

/** @throws ValidationFailed, NotFound, InvalidPosition */
export async function selected(installation: Installation, service: Service, typed: TypedSelection): Promise<Selected> {
  const { selection, pins } = filterOf(typed, service.events.model.catalogue);
  const workspace = typed.workspace === undefined ? null : await oneWorkspace(installation, service, typed.workspace);
  const after = typed.after === undefined ? 0 : await positionOf(typed.after, service);
  const { epoch, safe } = await service.horizon.refresh();
  const upTo = typed.upTo === undefined ? safe : await positionOf(typed.upTo, service);
  return { ...selection, workspaceId: workspace?.workspaceId ?? null, pins, after, upTo, epoch };
}
