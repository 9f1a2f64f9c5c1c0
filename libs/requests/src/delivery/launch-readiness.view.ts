import { type ApiContext, Ctx, IdArg, Needs, Reader } from '#libs/api-kit';
import { Query, Resolver } from '@nestjs/graphql';
import { RequestReader } from '../request-reader.js';
import { LaunchReadinessType } from '../types/delivery.type.js';

/** The launch gate before anybody tries. */
@Resolver()
export class LaunchReadiness {
  constructor(private readonly requests: RequestReader) {}

  @Query(() => LaunchReadinessType, {
    nullable: true,
    description:
      'Whether a launch would be allowed now, and if not why; null when the request is not there or not for you.',
  })
  @Needs('request.read')
  async launchReadiness(
    @IdArg('Request', { name: 'requestId' }) requestId: string,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
  ): Promise<LaunchReadinessType | null> {
    const request = await this.requests.one(reader, context, requestId);
    return request && request.launchReadiness;
  }
}
