import { LogPosition } from '#libs/api-kit';
import { Field, Int, ObjectType } from '@nestjs/graphql';

const minutes = (description: string): PropertyDecorator =>
  Field(() => Int, { description: `${description} In minutes.` });

@ObjectType('LedgerSums', { description: 'Both sides of the three equations, over all months of the agreement.' })
export class LedgerSumsType {
  @minutes('What the agreement grants.')
  grantedMinutes: number;

  @minutes('Adjustments of grants as far as they were applied; cuts are negative.')
  adjustedMinutes: number;

  @minutes('Debt of earlier months that was taken off.')
  debtAppliedMinutes: number;

  @minutes('Worked and paid from the pools, before credits.')
  baseConsumedMinutes: number;

  @minutes('Credited and returned to a pool.')
  baseCreditMinutes: number;

  @minutes('Expired unused.')
  expiredMinutes: number;

  @minutes('Available in months that are not closed.')
  availableMinutes: number;

  @minutes('Reserved and not worked, in months that are not closed.')
  openReservedMinutes: number;

  @minutes('Handed on by a closed month and not yet arrived in the next.')
  inTransitMinutes: number;

  @minutes('Overage that both leads approved.')
  overageApprovedMinutes: number;

  @minutes('Worked and paid as overage.')
  overageConsumedMinutes: number;

  @minutes('Overage that became base when its month was settled.')
  overageRebasedMinutes: number;

  @minutes('Approved overage that lapsed unused.')
  overageLapsedMinutes: number;

  @minutes('Approved overage that may still be worked.')
  openEarmarkMinutes: number;

  @minutes('Billable and recorded, net of what was taken back, before credits.')
  recordedMinutes: number;

  @minutes('Worked, covered by nothing, and not decided about.')
  uncoveredMinutes: number;

  @minutes('Written off by the provider.')
  writtenOffMinutes: number;

  @minutes('Carried as debt.')
  debtMinutes: number;
}

@ObjectType('LedgerCheck', {
  description:
    'Invariant H11: what went into an agreement’s months against what came of it, recomputed from the log. All three are 0 at any time; ' +
    'anything else is a mistake of this service.',
})
export class LedgerCheckType {
  @minutes(
    'Granted + adjusted − debt applied − (base consumed − base credits + expired) − (available + reserved + in transit): 0.',
  )
  a: number;

  @minutes('Overage approved − consumed − rebased − lapsed − open earmarks: 0.')
  b: number;

  @minutes('Recorded − base consumed − overage consumed − uncovered − written off − debt: 0.')
  c: number;

  @Field(() => Boolean, { description: 'True when all three are 0.' })
  balanced: boolean;

  @Field(() => Int, { description: 'How many months were opened by then, e.g. 4.' })
  months: number;

  @Field(() => LedgerSumsType, { description: 'What was compared.' })
  sums: LedgerSumsType;

  @Field(() => LogPosition, { description: 'Where in the log it stands: the same again as `asOf: { position }`.' })
  asOfPosition: number;
}
