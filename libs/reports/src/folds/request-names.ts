import { request, type RequestEvent, requestLabel, type RequestState } from '#libs/requests';
import { type Course, type Courses, factsOf, ofAggregate } from './courses.js';

/** How a request is called: `REQ-3 Paid webinar payment form`; null for one that nobody drafted. */
function nameOf(course: Course<RequestState, RequestEvent>): string | null {
  const drafted = factsOf(course).find(({ type }) => type === 'RequestDrafted');
  if (drafted?.type !== 'RequestDrafted') return null;
  return `${requestLabel(drafted.data.number)} ${drafted.data.title}`;
}

/** Names of requests by their ids, as they were drafted. */
export const requestNames = (courses: Courses): ReadonlyMap<string, string> =>
  new Map(
    [...ofAggregate(courses, request)].flatMap(([id, course]) => {
      const name = nameOf(course);
      return name === null ? [] : [[id, name] as const];
    }),
  );
