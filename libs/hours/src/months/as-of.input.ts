import { AsOf, Day } from '#libs/api-kit';
import { InputType } from '@nestjs/graphql';

@InputType({
  description:
    'Time travel on two axes: what was known (`recordedAt` or `position`, at most one of them; neither: what is known now), and up to which ' +
    'day of work (`businessDate`). Read with the rights of today.',
})
export class HoursAsOf extends AsOf {
  @Day({
    nullable: true,
    description:
      'Restated: work done on or before this day of the agreement’s zone, e.g. `2026-03-31`, in the month it belongs to, with the ' +
      'corrections that are known.',
  })
  businessDate?: string | null;
}
