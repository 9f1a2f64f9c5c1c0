import { AsOf, AsOfArg, ConnectionArgs, LocalDate, mapPage, Needs, type Page, Reader } from '#libs/api-kit';
import { ValidationFailed } from '#libs/event-log';
import { fullViewer } from '#libs/people';
import { Args, ArgsType, Field, Int, Query, Resolver } from '@nestjs/graphql';
import { IsBoolean, IsInt, IsOptional, IsString } from 'class-validator';
import pg from 'pg';
import { Temporal } from 'temporal-polyfill';
import { addDays, earlier } from '../domain/index.js';
import { policyInForce } from '../risks/policy-in-force.js';
import { PastListArgs } from './picture-args.js';
import { PictureMoments } from './picture-moments.js';
import type { PictureScope } from './picture-scope.js';
import { RiskListReader } from './risk-list-reader.js';
import {
  DueRiskConnection,
  type DueRiskType,
  EndingAcceptanceConnection,
  type EndingAcceptanceType,
  RiskCalibrationType,
  RiskOnPictureConnection,
} from './risk-lists.type.js';
import type { RiskOnPictureType } from './risk-on-picture.type.js';
import { toRiskOnPicture } from './shown-risk.js';

/** Days that lists look ahead unless told, and at most. */
const AHEAD = { usual: 30, most: 731 } as const;

@ArgsType()
class DueArgs extends ConnectionArgs {
  @Field(() => LocalDate, {
    nullable: true,
    description: `Due by this local day, e.g. \`2026-06-30\`; ${AHEAD.usual} days from today unless told.`,
  })
  @IsOptional()
  @IsString()
  until?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Only what is overdue already.' })
  @IsBoolean()
  overdueOnly: boolean;
}

@ArgsType()
class AcceptancesArgs extends ConnectionArgs {
  @Field(() => Int, {
    defaultValue: AHEAD.usual,
    description: `Ending within so many calendar days from today, 0 to ${AHEAD.most}.`,
  })
  @IsInt()
  expiringWithinDays: number;
}

const daysBetween = (from: string, to: string): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days;

/** Risks that somebody has to look at, and what became of predictions (P51). */
@Resolver()
export class RiskListsView {
  constructor(
    private readonly pool: pg.Pool,
    private readonly reader: RiskListReader,
    private readonly moments: PictureMoments,
  ) {}

  @Query(() => DueRiskConnection, {
    complexity: 50,
    description:
      'Risks that have to be looked at again by a day, by the policy in force today: after so many days, or because the matrix changed. ' +
      'INVALID_CURSOR.',
  })
  @Needs('risk.read')
  async risksDue(@Args() { until, overdueOnly, ...args }: DueArgs, @Reader() who: Reader): Promise<Page<DueRiskType>> {
    const { today } = fullViewer(who.viewer);
    const [scope, policy] = await Promise.all([
      this.everywhere(who),
      policyInForce(this.pool, who.viewer.workspaceId, today),
    ]);
    const upTo = until ?? addDays(today, AHEAD.usual);
    const last = overdueOnly ? earlier(upTo, addDays(today, -1)) : upTo;
    const page = await this.reader.due(scope, policy, last, args);
    return mapPage(page, (row) => ({
      risk: toRiskOnPicture(row),
      dueOn: row.due_on,
      cause: row.cause,
      overdue: row.due_on < today,
      daysLeft: daysBetween(today, row.due_on),
    }));
  }

  @Query(() => EndingAcceptanceConnection, {
    complexity: 50,
    description: 'Risks whose acceptance ends soon, first what ends first. VALIDATION_FAILED, INVALID_CURSOR.',
  })
  @Needs('risk.read')
  async acceptances(
    @Args() { expiringWithinDays, ...args }: AcceptancesArgs,
    @Reader() who: Reader,
  ): Promise<Page<EndingAcceptanceType>> {
    if (expiringWithinDays < 0 || expiringWithinDays > AHEAD.most)
      throw new ValidationFailed(`Name 0 to ${AHEAD.most} days.`, ['expiringWithinDays']);
    const { today } = fullViewer(who.viewer);
    const span = { from: today, until: addDays(today, expiringWithinDays) };
    const page = await this.reader.acceptedUntil(await this.everywhere(who), span, args);
    return mapPage(page, (row) => {
      const expiresOn = row.risk.acceptedUntil ?? today;
      return { risk: toRiskOnPicture(row), expiresOn, daysLeft: daysBetween(today, expiresOn) };
    });
  }

  @Query(() => RiskOnPictureConnection, {
    complexity: 50,
    description:
      'Risks that became fact, by the numbers of their reviews, now or as it was known. Name the same `asOf` for every page of a past. ' +
      'INSTANT_NOT_PAST, INVALID_POSITION, INVALID_CURSOR.',
  })
  @Needs('risk.read')
  async materialisedRisks(
    @Args() { asOf, ...args }: PastListArgs,
    @Reader() who: Reader,
  ): Promise<Page<RiskOnPictureType>> {
    return mapPage(await this.reader.materialised(await this.everywhere(who, asOf ?? null), args), toRiskOnPicture);
  }

  @Query(() => RiskCalibrationType, {
    complexity: 50,
    description:
      'Predicted against materialised, by the likelihood before anything was done, now or as it was known. INSTANT_NOT_PAST, INVALID_POSITION.',
  })
  @Needs('risk.read')
  async riskCalibration(@AsOfArg() asOf: AsOf | null, @Reader() who: Reader): Promise<RiskCalibrationType> {
    const scope = await this.everywhere(who, asOf);
    const levels = await this.reader.calibration(scope);
    return {
      levels: levels.map(({ likelihood, predicted, materialised }) => {
        const percent = predicted === 0 ? null : Math.round((100 * materialised) / predicted);
        return { likelihood, predicted, materialised, percent };
      }),
      asOfPosition: scope.position,
    };
  }

  private async everywhere(who: Reader, asOf: AsOf | null = null): Promise<PictureScope> {
    const { position } = await this.moments.of(who, asOf);
    return { workspaceId: who.viewer.workspaceId, position, teamId: null, propertyId: null };
  }
}
