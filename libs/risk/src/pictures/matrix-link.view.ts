import {
  type ApiContext,
  Ctx,
  formatPosition,
  Needs,
  PictureLink,
  Reader,
  SignedLinks,
  toGlobalId,
} from '#libs/api-kit';
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { RiskMatrixType } from './matrix.type.js';

const globalId = (type: string, id: string | null): string | null => id && toGlobalId(type, id);

/** A matrix as a picture for those who have no token. */
@Resolver(() => RiskMatrixType)
export class MatrixLinkView {
  constructor(private readonly links: SignedLinks) {}

  @ResolveField('picture', () => PictureLink, {
    description: 'A link to this very matrix as a picture (SVG), for whoever has it.',
  })
  @Needs('risk.read')
  picture(
    @Parent() { query }: RiskMatrixType,
    @Reader() { viewer }: Reader,
    @Ctx() { logEpoch }: ApiContext,
  ): Promise<PictureLink> {
    const { stage, position, teamId, propertyId } = query;
    const variables = {
      stage,
      asOf: { position: formatPosition({ epoch: logEpoch, position }) },
      teamId: globalId('Team', teamId),
      propertyId: globalId('Property', propertyId),
    };
    return this.links.linkTo({ picture: 'risk-matrix', workspaceId: viewer.workspaceId, variables });
  }
}
