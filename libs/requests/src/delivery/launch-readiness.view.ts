import { type ApiContext, AsOf, AsOfArg, Ctx, IdArg, loaderOf, Needs, Reader } from '#libs/api-kit';
import { fullViewer, peopleSecurity } from '#libs/people';
import { Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { RequestReader } from '../request-reader.js';
import type { LaunchDay } from '../ports/launch-gate.js';
import { LaunchReadinessType } from '../types/launch.type.js';
import { toReadiness } from '../types/to-launch.js';
import { RequestObject } from '../types/request.type.js';
import { columnOf, documentOf } from '../types/to-request.js';
import { LaunchChecks, type RequestToLaunch } from './launch-checks.js';
import { type PastMoment, PastMoments } from '../past/past-moments.js';
import { LaunchDays } from './launch-day.js';

/** Whoever reads a request may not always read risks and freezes. */
const rightsOf =
  ({ viewer }: Reader) =>
  (right: string): boolean =>
    peopleSecurity.grantOf(viewer, right) !== null;

/** The launch gate before anybody tries. */
@Resolver(() => RequestObject)
export class LaunchReadiness {
  constructor(
    private readonly requests: RequestReader,
    private readonly checks: LaunchChecks,
    private readonly days: LaunchDays,
    private readonly moments: PastMoments,
  ) {}

  @ResolveField('launchReadiness', () => LaunchReadinessType, {
    description:
      'Whether a launch would be allowed today, condition by condition; why risk or a freeze forbids it, for whoever may read those. Of a ' +
      'request of the past: whether it would have been allowed on that day.',
    complexity: 10,
  })
  @Needs('request.read')
  ofRequest(
    @Parent() parent: RequestObject,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
  ): Promise<LaunchReadinessType> {
    const { workspaceId, moment } = parent;
    const batch = async (requests: readonly RequestToLaunch[]) => {
      const at = await this.dayOf(reader, moment, columnOf(parent, 'updated_at'));
      const found = await this.checks.beforehand(workspaceId, requests, at);
      return found.map((results) => toReadiness(results, rightsOf(reader)));
    };
    // Keyed by the object read: a request that a command of the same operation changed is asked about anew.
    const owner = moment === null ? LaunchReadiness : `requests.launchReadiness ${JSON.stringify(moment)}`;
    const loader = loaderOf<RequestToLaunch, LaunchReadinessType>(context, owner, batch);
    return loader.load({ requestId: parent.requestId, state: documentOf(parent) });
  }

  private async dayOf(reader: Reader, moment: PastMoment | null, changed: Date): Promise<LaunchDay> {
    if (moment === null) return { day: fullViewer(reader.viewer).today, position: null };
    return { day: await this.moments.dayOf(reader, moment, () => changed.toISOString()), position: moment.position };
  }

  @Query(() => LaunchReadinessType, {
    nullable: true,
    description:
      'Whether a launch would be allowed today, or would have been on a day that is over, as things were known then; and if not, ' +
      'every reason: those of risk and of freezes for whoever may read these. Null when the request is not there or not for you, or was ' +
      'not by then. INSTANT_NOT_PAST, INVALID_POSITION.',
  })
  @Needs('request.read')
  async launchReadiness(
    @IdArg('Request', { name: 'requestId' }) requestId: string,
    @AsOfArg() asOf: AsOf | null,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
  ): Promise<LaunchReadinessType | null> {
    const moment = await this.moments.of(reader, asOf);
    const request = await this.requests.one(reader, context, requestId);
    if (!request || moment === null) return request && this.ofRequest(request, reader, context);
    const then = await this.days.requestAt(reader, requestId, moment);
    if (!then) return null;
    const { workspaceId } = reader.viewer;
    const [results] = await this.checks.beforehand(workspaceId, [{ requestId, state: then.state }], then.at);
    return toReadiness(results!, rightsOf(reader));
  }
}
