import type { DecisionStream, Instant } from '#libs/event-log';
import { type PolicyEvent, policyOn, policyStream, type WorkspacePolicy } from '#libs/policies';
import type { Caller } from '#libs/api-kit';
import { fullViewer, localDate } from '#libs/people';
import type { LocalDate } from '#libs/vocabulary';
import { requestPolicyOf, requestsPolicy, type RequestPolicy } from './domain/index.js';

/** What the leads set for requests, as a stream that a decision reads in its one statement. */
export const requestPolicyStream: DecisionStream<WorkspacePolicy, PolicyEvent> = policyStream(requestsPolicy);

/** What rules go by on a local day. */
export const requestPolicyOn = (state: WorkspacePolicy, day: LocalDate): RequestPolicy =>
  requestPolicyOf(policyOn(state, requestsPolicy, day));

/** The same on the day it is for the caller. */
export const callersPolicy = ({ viewer }: Caller, state: WorkspacePolicy, now: Instant): RequestPolicy =>
  requestPolicyOn(state, localDate(now, fullViewer(viewer).timeZone));
