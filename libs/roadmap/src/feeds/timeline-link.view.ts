import { type ApiContext, Ctx, formatPosition, Needs, PictureLink, Reader, SignedLinks } from '#libs/api-kit';
import type { Position } from '#libs/event-log';
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { TimelineType } from './timeline.type.js';

/** A timeline as a picture for those who have no token. */
@Resolver(() => TimelineType)
export class TimelineLinkView {
  constructor(private readonly links: SignedLinks) {}

  @ResolveField('picture', () => PictureLink, {
    description: 'A link to this very timeline as a picture (SVG), for whoever has it.',
  })
  @Needs('roadmap.read')
  picture(
    @Parent() { args, asOfPosition, baselinePosition }: TimelineType,
    @Reader() { viewer }: Reader,
    @Ctx() { logEpoch }: ApiContext,
  ): Promise<PictureLink> {
    const pinned = (position: Position) => ({ position: formatPosition({ epoch: logEpoch, position }) });
    const { lanes = null, teamId = null, from = null, to = null, withDropped } = args;
    const baseline = baselinePosition === null ? null : pinned(baselinePosition);
    const variables = { lanes, teamId, from, to, withDropped, asOf: pinned(asOfPosition), baseline };
    return this.links.linkTo({ picture: 'roadmap-timeline', workspaceId: viewer.workspaceId, variables });
  }
}
