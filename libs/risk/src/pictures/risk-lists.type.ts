import { Connection, LocalDate, LogPosition } from '#libs/api-kit';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { DueRisk } from '../domain/index.js';
import { publish } from '#libs/requests';
import { RiskOnPictureType } from './risk-on-picture.type.js';

export const DueCauseEnum = publish<DueRisk['cause']>(
  'RiskDueCause',
  'Why a risk has to be looked at again.',
  {
    CADENCE: 'So many days have passed since it was rated; how many depends on its band.',
    MATRIX_CHANGED: 'The matrix in force sees another band where it stands.',
  },
  ['CADENCE', 'MATRIX_CHANGED'],
);

@ObjectType('DueRisk', { description: 'A risk that has to be looked at again.' })
export class DueRiskType {
  @Field(() => RiskOnPictureType, { description: 'The risk.' })
  risk: RiskOnPictureType;

  @Field(() => LocalDate, { description: 'From this local day on, e.g. `2026-05-21`.' })
  dueOn: string;

  @Field(() => DueCauseEnum, { description: 'Why.' })
  cause: string;

  @Field(() => Boolean, { description: 'Whether that day is over.' })
  overdue: boolean;

  @Field(() => Int, { description: 'Calendar days from today to that day, e.g. 14; -3 where it is 3 days overdue.' })
  daysLeft: number;
}

@ObjectType('DueRiskConnection', { description: 'Risks that have to be looked at again, first what is due first.' })
export class DueRiskConnection extends Connection('DueRisk', () => DueRiskType) {}

@ObjectType('EndingAcceptance', { description: 'A risk whose acceptance ends.' })
export class EndingAcceptanceType {
  @Field(() => RiskOnPictureType, { description: 'The risk.' })
  risk: RiskOnPictureType;

  @Field(() => LocalDate, { description: 'The last day the acceptance holds, e.g. `2026-05-15`.' })
  expiresOn: string;

  @Field(() => Int, { description: 'Calendar days from today to that day, e.g. 45; 0 on the day itself.' })
  daysLeft: number;
}

@ObjectType('EndingAcceptanceConnection', { description: 'Acceptances, first what ends first.' })
export class EndingAcceptanceConnection extends Connection('EndingAcceptance', () => EndingAcceptanceType) {}

@ObjectType('RiskOnPictureConnection', { description: 'Risks as they stood.' })
export class RiskOnPictureConnection extends Connection('RiskOnPicture', () => RiskOnPictureType) {}

@ObjectType('RiskCalibrationLevel', { description: 'What became of the risks that were held to be so likely.' })
export class RiskCalibrationLevelType {
  @Field(() => Int, { description: 'The likelihood they were given before anything was done, 1 to 5.' })
  likelihood: number;

  @Field(() => Int, { description: 'How many were, e.g. 12.' })
  predicted: number;

  @Field(() => Int, { description: 'How many of these became fact, e.g. 3.' })
  materialised: number;

  @Field(() => Int, {
    nullable: true,
    description: 'The same in percent, rounded, e.g. 25; null where there are none.',
  })
  percent: number | null;
}

@ObjectType('RiskCalibration', { description: 'Whether what was held to be likely happens more often.' })
export class RiskCalibrationType {
  @Field(() => [RiskCalibrationLevelType], { description: 'All 5 likelihoods, 1 first.' })
  levels: RiskCalibrationLevelType[];

  @Field(() => LogPosition, { description: 'Where in the log it stands.' })
  asOfPosition: number;
}
