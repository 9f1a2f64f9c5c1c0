import { LocalDate, LogPosition } from '#libs/api-kit';
import { BandEnum } from '#libs/requests';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { Band } from '../domain/index.js';
import { RiskStageEnum } from '../risks/enums.js';
import { RiskPlaceType } from '../risks/rating.type.js';
import type { MatrixQuery } from './matrix-reader.js';

@ObjectType('RiskBandCount', { description: 'How many risks are of one band.' })
export class RiskBandCountType {
  @Field(() => BandEnum, { description: 'The band of their ratings.' })
  band: Band;

  @Field(() => Int, { description: 'How many, e.g. 6.' })
  count: number;
}

@ObjectType('RiskMatrixCell', { description: 'One of the 25 cells of a risk matrix.' })
export class RiskMatrixCellType extends RiskPlaceType {
  @Field(() => Int, { description: 'Likelihood times impact, 1 to 25, e.g. 15.' })
  score: number;

  @Field(() => BandEnum, {
    description: 'The colour of the cell, by the matrix in force on that day; ratings keep the band they were given.',
  })
  band: Band;

  @Field(() => Int, { description: 'How many risks stand here.' })
  count: number;

  /** What the risks of the cell are looked up by. */
  query: MatrixQuery;
}

@ObjectType('RiskMatrix', { description: 'All risks by likelihood and impact.' })
export class RiskMatrixType {
  @Field(() => RiskStageEnum, { description: 'Which of their ratings count.' })
  stage: string;

  @Field(() => [RiskMatrixCellType], { description: 'All 25, likelihood 1 first, impact 1 first.' })
  cells: RiskMatrixCellType[];

  @Field(() => [RiskBandCountType], {
    description: 'All 4 bands, mildest first: of the ratings themselves, which a later matrix does not change.',
  })
  bands: RiskBandCountType[];

  @Field(() => Int, { description: 'The exposure: the sum of all scores, e.g. 69.' })
  exposure: number;

  @Field(() => Int, { description: 'How many risks are on it, e.g. 10.' })
  rated: number;

  @Field(() => Int, { description: 'How many risks are not, because nobody rated them at this stage.' })
  notRated: number;

  @Field(() => LocalDate, { description: 'The local day it shows, e.g. `2026-02-26`.' })
  day: string;

  @Field(() => Int, { description: 'The version of the matrix that colours the cells, e.g. 1.' })
  matrixVersion: number;

  @Field(() => LogPosition, { description: 'Where in the log it stands: name it as `asOf` to see the same again.' })
  asOfPosition: number;

  /** What it was asked for. */
  query: MatrixQuery;
}
