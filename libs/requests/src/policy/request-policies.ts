import { type ApiContext, loaderOf, type Reader } from '#libs/api-kit';
import { Policies, type PolicyRecord } from '#libs/policies';
import { fullViewer } from '#libs/people';
import type { LocalDate } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import { type RequestPolicy, requestsPolicy } from '../domain/index.js';
import { requestPolicyOn } from '../request-policy.js';

/** What the leads set for requests, for those who show something by it: read once for an operation. */
@Injectable()
export class RequestPolicies {
  constructor(private readonly policies: Policies) {}

  /** On a local day; today unless told. */
  async on({ viewer }: Reader, context: ApiContext, day?: LocalDate): Promise<RequestPolicy> {
    const batch = (ids: readonly string[]) =>
      Promise.all(ids.map(async (id) => (await this.policies.records(id, [requestsPolicy.kind]))[0]!));
    const loader = loaderOf<string, PolicyRecord>(context, RequestPolicies, batch);
    const { state } = await loader.load(viewer.workspaceId);
    return requestPolicyOn(state, day ?? fullViewer(viewer).today);
  }
}
