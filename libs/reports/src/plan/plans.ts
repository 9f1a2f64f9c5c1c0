import type { Position } from '#libs/event-log';
import { roadmapRules } from '#libs/roadmap';
import type { LocalDate } from '#libs/vocabulary';
import { atEndOf, atPosition, type Course, type Courses, ofAggregate } from '../folds/courses.js';

const { planningSession, roadmapItem } = roadmapRules;

type ItemCourse = Course<roadmapRules.Item, roadmapRules.ItemEvent>;

/** Items as they stood at some time, by id. */
export type Items = ReadonlyMap<string, roadmapRules.ItemState>;

function itemsWhere(courses: Courses, at: (course: ItemCourse) => ItemCourse | null): Items {
  const items = new Map<string, roadmapRules.ItemState>();
  for (const [id, course] of ofAggregate(courses, roadmapItem)) {
    const state = at(course)?.state;
    if (state !== undefined && state.status !== 'unknown') items.set(id, state);
  }
  return items;
}

export const itemsAt = (courses: Courses, position: Position): Items =>
  itemsWhere(courses, (course) => atPosition(course, position));

export const itemsAtEndOf = (courses: Courses, day: LocalDate, zone: string): Items =>
  itemsWhere(courses, (course) => atEndOf(course, day, zone));

/** A joint session that has ended: its day, and where the log stood. */
export interface JointSession {
  readonly heldOn: LocalDate;
  readonly baselinePosition: Position;
}

/** Joint sessions that ended up to a day, in order. */
export function jointSessions(courses: Courses, upTo: LocalDate): JointSession[] {
  const closed = [...ofAggregate(courses, planningSession).values()].flatMap(({ state }): JointSession[] => {
    const end = state.status === 'unknown' ? null : state.closed;
    return end?.joint === true && end.heldOn <= upTo ? [end] : [];
  });
  return closed.toSorted((a, b) => a.baselinePosition - b.baselinePosition);
}
