import {
  type Horizon,
  type Position,
  positionAt,
  type PositionAtSource,
  presentPosition,
  ValidationFailed,
} from '#libs/event-log';
import { Args, Field, InputType } from '@nestjs/graphql';
import { IsObject, IsOptional } from 'class-validator';
import { Moment } from './input-fields.js';
import { type EpochPosition, LogPosition } from './scalars.js';

const WHEN =
  'Time travel: as what was known then, read with the rights of today. At most one of `recordedAt` and `position`; neither: the present.';

@InputType({ description: WHEN })
export class AsOf {
  @Moment({
    nullable: true,
    description:
      'What was recorded at or before this instant, e.g. `2026-02-10T22:59:59.999Z`. INSTANT_NOT_PAST for one that is not over there: ' +
      'answers about the past never change.',
  })
  recordedAt?: string | null;

  @Field(() => LogPosition, {
    nullable: true,
    description:
      'What was recorded up to this place in the log: of a mutation, an event, or the `asOfPosition` of another answer, e.g. `ZTEuNDI`. ' +
      'INVALID_POSITION for one of another epoch or ahead of the log.',
  })
  @IsOptional()
  @IsObject()
  position?: EpochPosition | null;
}

/** The argument by which a query is asked about the past; `type` may know more ways of naming it. */
export const AsOfArg = (type: new () => AsOf = AsOf): ParameterDecorator =>
  Args('asOf', { type: () => type, nullable: true, description: 'The past to show; the present unless told.' });

/** Milliseconds a query waits for appends that may belong to the past it asks for; then the caller is told to try again. */
const LONGEST_WAIT = 5_000;

/**
 * Turns what a caller names into a position that is safe to read at, and whose answers never change: give it to `Past`. Rights are no
 * matter of it: fields are guarded by those of today, so that whoever lost a right sees nothing of the past either.
 */
export class TimeTravel {
  private readonly source: PositionAtSource & { readonly horizon: Pick<Horizon, 'check'> };

  constructor({ pool, horizon }: PositionAtSource & { readonly horizon: Pick<Horizon, 'check'> }) {
    this.source = { pool, horizon };
  }

  /**
   * Null when no past is named: read rows as they stand.
   * @throws ValidationFailed for two pasts at once; InstantNotPast; InvalidPosition; PositionNotReached; Unavailable
   */
  async positionOf(workspaceId: string, asOf: AsOf | null | undefined): Promise<Position | null> {
    const { recordedAt = null, position = null } = asOf ?? {};
    if (recordedAt !== null && position !== null)
      throw new ValidationFailed('Name an instant or a position, not both.', ['asOf', 'position']);
    if (position !== null) return this.reached(position);
    if (recordedAt === null) return null;
    const path = ['asOf', 'recordedAt'];
    return positionAt(this.source, workspaceId, recordedAt, { path, timeoutMs: LONGEST_WAIT });
  }

  /** As `positionOf`, and where no past is named a position that holds everything stored before the call: the same way for both. */
  async orPresent(workspaceId: string, asOf: AsOf | null | undefined): Promise<Position> {
    return (
      (await this.positionOf(workspaceId, asOf)) ?? (await presentPosition(this.source, { timeoutMs: LONGEST_WAIT }))
    );
  }

  private async reached(asked: EpochPosition): Promise<Position> {
    const { horizon } = this.source;
    await horizon.check(asked);
    await horizon.waitUntilSafe(asked.position, { timeoutMs: LONGEST_WAIT });
    return asked.position;
  }
}
