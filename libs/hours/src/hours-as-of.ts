import { AsOf, Day } from '#libs/api-kit';
import { InputType } from '@nestjs/graphql';

/** Time travel on both axes: what was known when (`recordedAt` or `position`), and of which day it tells (`businessDate`). */
@InputType({
  description:
    'Time travel on two axes: what was known then (`recordedAt` or `position`), and the day of work it tells of (`businessDate`). They ' +
    'combine; what is not named is the present.',
})
export class HoursAsOf extends AsOf {
  @Day({
    nullable: true,
    description:
      'Restated by the days of the work, as far as it had come on this day in the agreement’s zone, e.g. `2026-03-31`: late time and ' +
      'credits count in the month the work belongs to, whichever month billed them.',
  })
  businessDate?: string | null;
}
