import { type ApiContext, badUserInput, Ctx, limitExceeded, loaderOf, Needs, Reader } from '#libs/api-kit';
import { Args, ArgsType, Field, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { IsEnum } from 'class-validator';
import { bands, type Stage } from '../domain/index.js';
import { RiskStageEnum } from '../risks/enums.js';
import { type MatrixFigures, type MatrixQuery, MatrixReader } from './matrix-reader.js';
import { type RiskBandCountType, RiskMatrixCellType, RiskMatrixType } from './matrix.type.js';
import { PictureArgs, scopeOf } from './picture-args.js';
import { PictureMoments } from './picture-moments.js';
import { RiskOnPictureType } from './risk-on-picture.type.js';
import { toRiskOnPicture } from './shown-risk.js';

/** Risks shown of one cell. */
export const MOST_IN_CELL = 100;

@ArgsType()
class MatrixArgs extends PictureArgs {
  @Field(() => RiskStageEnum, { defaultValue: 'CURRENT', description: 'Which of their ratings count.' })
  @IsEnum(RiskStageEnum)
  stage: Stage;
}

/** The risk matrix as it stands, and as it stood (P48). */
@Resolver(() => RiskMatrixCellType)
export class MatrixView {
  constructor(
    private readonly reader: MatrixReader,
    private readonly moments: PictureMoments,
  ) {}

  @Query(() => RiskMatrixType, {
    complexity: 50,
    description:
      'All risks by likelihood and impact, now or as they were; those of cancelled reviews do not count. ' +
      'NOT_FOUND, INSTANT_NOT_PAST, INVALID_POSITION.',
  })
  @Needs('risk.read')
  async riskMatrix(@Args() { stage, ...args }: MatrixArgs, @Reader() who: Reader): Promise<RiskMatrixType> {
    const moment = await this.moments.of(who, args.asOf);
    const query = { ...scopeOf(who.viewer.workspaceId, moment, args), stage, day: moment.day };
    return toMatrix(query, await this.reader.figures(query));
  }

  @ResolveField('risks', () => [RiskOnPictureType], {
    complexity: 2,
    description: `The first risks that stand here, by the number of their review; 10 unless told, at most ${MOST_IN_CELL}: LIMIT beyond.`,
  })
  risks(
    @Parent() { count, query, ...place }: RiskMatrixCellType,
    @Args('first', { type: () => Int, defaultValue: 10, description: 'How many.' }) first: number,
    @Ctx() context: ApiContext,
  ): Promise<RiskOnPictureType[]> | RiskOnPictureType[] {
    if (first < 0) throw badUserInput('A list cannot hold less than nothing.');
    if (first > MOST_IN_CELL) throw limitExceeded(`At most ${MOST_IN_CELL} risks of a cell.`, MOST_IN_CELL);
    if (count === 0 || first === 0) return [];
    return this.cells(context, query, first).load(place);
  }

  /** All cells of one matrix by one statement. */
  private cells(context: ApiContext, query: MatrixQuery, first: number) {
    const { position, stage, teamId, propertyId } = query;
    const key = `risk.cells@${JSON.stringify([position, stage, teamId, propertyId, first])}`;
    return loaderOf<Pick<RiskMatrixCellType, 'likelihood' | 'impact'>, RiskOnPictureType[]>(
      context,
      key,
      async (places) => {
        const found = await this.reader.risks(query, places, first);
        return found.map((risks) => risks.map(toRiskOnPicture));
      },
    );
  }
}

export const toBands = (byBand: MatrixFigures['byBand']): RiskBandCountType[] =>
  bands.map((band) => ({ band, count: byBand[band] }));

function toMatrix(query: MatrixQuery, { cells, byBand, ...figures }: MatrixFigures): RiskMatrixType {
  return {
    ...figures,
    query,
    stage: query.stage,
    day: query.day,
    cells: cells.map((cell) => ({ ...cell, query })),
    bands: toBands(byBand),
    asOfPosition: query.position,
  };
}
