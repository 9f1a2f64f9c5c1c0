import type { DecisionStream, Instant } from '#libs/event-log';
import { type PolicyEvent, policyOn, policyStream, type WorkspacePolicy } from '#libs/policies';
import type { Caller } from '#libs/api-kit';
import { fullViewer, localDate } from '#libs/people';
import { firstVersion, type LocalDate } from '#libs/vocabulary';
import { requestPolicyOf, requestsPolicy, type RequestPolicy } from './domain/index.js';

/** What the leads set for requests, as a stream that a decision reads in its one statement. */
export const requestPolicyStream: DecisionStream<WorkspacePolicy, PolicyEvent> = policyStream(requestsPolicy);

/** Most workspaces never set it: then the day does not matter, and nothing is put together for each command. */
export const unsetRequestPolicy = requestPolicyOf(firstVersion(requestsPolicy.initial));

/** What rules go by on a local day. */
export const requestPolicyOn = (state: WorkspacePolicy, day: LocalDate): RequestPolicy =>
  state.set.length === 0 ? unsetRequestPolicy : requestPolicyOf(policyOn(state, requestsPolicy, day));

/** The same on the day it is for the caller. */
export const callersPolicy = ({ viewer }: Caller, state: WorkspacePolicy, now: Instant): RequestPolicy =>
  state.set.length === 0 ? unsetRequestPolicy : requestPolicyOn(state, localDate(now, fullViewer(viewer).timeZone));
