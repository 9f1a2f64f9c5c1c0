import { type ApiContext, Ctx, Needs, Reader } from '#libs/api-kit';
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { missingSections } from '../domain/index.js';
import { BriefSectionEnum } from '../types/enums.js';
import { RequestObject } from '../types/request.type.js';
import { documentOf } from '../types/to-request.js';
import { RequestPolicies } from './request-policies.js';

/** What a brief lacks, by what its type asks for today. */
@Resolver(() => RequestObject)
export class MissingSections {
  constructor(private readonly policies: RequestPolicies) {}

  @ResolveField(() => [BriefSectionEnum], {
    description:
      'Sections its type requires today and its brief still lacks; of a request of the past, those that were required and lacking then.',
  })
  @Needs('request.read')
  async missingSections(
    @Parent() parent: RequestObject,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
  ): Promise<string[]> {
    const { type, brief } = documentOf(parent);
    return missingSections(type, brief, await this.policies.asOf(reader, context, parent.moment));
  }
}
