import { freeText, isLocalDate, type LocalDate, requireRoom } from '#libs/vocabulary';
import { NotFound, ValidationFailed } from '#libs/event-log';
import { requireActive } from './context.js';
import type { RuleContext } from './context.js';
import type { RequestEvent } from './facts.js';
import type { KnownRequest, Request } from './state.js';
import type { Milestone } from './state-delivery.js';

export interface MilestoneInput {
  /** One that stands already; left out: a new one. */
  readonly milestoneId?: string | null;
  readonly title: string;
  readonly date: string;
  /** Known to the directory. */
  readonly ownerId: string;
}

type Path = readonly string[];

function dayOf(value: string, path: Path): LocalDate {
  if (isLocalDate(value)) return value;
  throw new ValidationFailed('Write a day of the calendar as YYYY-MM-DD.', path);
}

/** @throws NotFound, ValidationFailed for one named twice */
function requireStanding(milestones: readonly MilestoneInput[], { path }: KnownRequest): void {
  const standing = new Set(path.map(({ id }) => id));
  milestones.forEach(({ milestoneId }, index) => {
    if (milestoneId == null || standing.delete(milestoneId)) return;
    const at = ['input', 'milestones', String(index), 'milestoneId'];
    if (path.some(({ id }) => id === milestoneId)) throw new ValidationFailed('This milestone stands here twice.', at);
    throw new NotFound('milestone', at);
  });
}

/**
 * The whole way in milestones, put in order by their dates (P13); those left out are gone, and no id is given twice. Past the agreed
 * date it is said aloud.
 * @throws NotFound, LimitReached, InvalidState, ValidationFailed, PiiNotAllowed
 */
export function planPath(
  request: Request,
  { milestones: given }: { readonly milestones: readonly MilestoneInput[] },
  ctx: RuleContext,
): RequestEvent[] {
  const active = requireActive(request, ctx);
  requireRoom(given.length, ctx.policy.records.maxMilestones, { what: 'milestones', path: ['input', 'milestones'] });
  requireStanding(given, active);
  let issued = active.milestonesIssued;
  const milestones = given
    .map((one, index): Milestone => {
      const path = ['input', 'milestones', String(index)];
      return {
        id: one.milestoneId ?? `M${(issued += 1)}`,
        title: freeText(one.title, { path: [...path, 'title'], max: ctx.policy.limits.maxShortText }),
        date: dayOf(one.date, [...path, 'date']),
        ownerId: one.ownerId,
      };
    })
    .toSorted((a, b) => (a.date < b.date ? -1 : Number(a.date > b.date)));
  const last = milestones.at(-1);
  const isLate = last !== undefined && active.agreedDate !== null && last.date > active.agreedDate.date;
  return [{ type: 'PathPlanned', data: { milestones, ...(isLate && { warnings: ['PATH_AFTER_DATE'] }) } }];
}
