import { type ApiContext, loaderOf, type Reader } from '#libs/api-kit';
import { Past } from '#libs/event-log';
import { Policies, type PolicyRecord } from '#libs/policies';
import { fullViewer } from '#libs/people';
import type { LocalDate } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import { type RequestPolicy, requestsPolicy } from '../domain/index.js';
import { type PastMoment, PastMoments } from '../past/past-moments.js';
import { requestPolicyOn, requestPolicyStream, unsetRequestPolicy } from '../request-policy.js';

/** What the leads set for requests, for those who show something by it: read once for an operation. */
@Injectable()
export class RequestPolicies {
  constructor(
    private readonly policies: Policies,
    private readonly past: Past,
    private readonly moments: PastMoments,
  ) {}

  /** On a local day; today unless told. */
  async on({ viewer }: Reader, context: ApiContext, day?: LocalDate): Promise<RequestPolicy> {
    const batch = (ids: readonly string[]) =>
      Promise.all(ids.map(async (id) => (await this.policies.records(id, [requestsPolicy.kind]))[0]!));
    const loader = loaderOf<string, PolicyRecord>(context, RequestPolicies, batch);
    const { state } = await loader.load(viewer.workspaceId);
    return requestPolicyOn(state, day ?? fullViewer(viewer).today);
  }
  /** As they were known then, on the day it was; as `on` for the present. */
  async asOf(reader: Reader, context: ApiContext, then: PastMoment | null): Promise<RequestPolicy> {
    if (then === null) return this.on(reader, context);
    const { position } = then;
    const { aggregate, id } = requestPolicyStream;
    const batch = (workspaceIds: readonly string[]) =>
      Promise.all(
        workspaceIds.map(async (workspaceId) => {
          const [found] = await this.past.statesAt(aggregate, { workspaceId, ids: [id], position });
          if (!found) return unsetRequestPolicy;
          return requestPolicyOn(found.state, await this.moments.dayOf(reader, then, () => found.updatedAt));
        }),
      );
    const owner = `requests.policy ${JSON.stringify(then)}`;
    return loaderOf<string, RequestPolicy>(context, owner, batch).load(reader.viewer.workspaceId);
  }
}
