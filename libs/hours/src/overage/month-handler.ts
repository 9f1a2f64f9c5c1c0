import { Injectable } from '@nestjs/common';
import type { ICommandHandler } from '@nestjs/cqrs';
import { allotmentKeyOf } from '../allotment-key.js';
import { AgencySpending } from '../agency-spending.js';
import { byCaller, type HoursChange, type HoursCommand, HoursDecisions } from '../decisions.js';
import type { Allotment, AllotmentEvent, HoursContext } from '../domain/index.js';

/** The input of a command on one month; `allotmentId` is the month's own id. */
export interface MonthInput {
  readonly allotmentId: string;
}

/** The handler of a command whose rule looks at the month alone and takes its input as it came. */
@Injectable()
export abstract class MonthHandler<Input extends MonthInput> implements ICommandHandler<HoursCommand<Input>> {
  protected abstract readonly rule: (
    month: Allotment,
    input: Input,
    context: HoursContext,
  ) => readonly AllotmentEvent[];

  constructor(
    private readonly decisions: HoursDecisions,
    private readonly spending: AgencySpending,
  ) {}

  execute({ input, expect, caller }: HoursCommand<Input>): Promise<HoursChange> {
    const target = { ...allotmentKeyOf(input.allotmentId), command: caller.command, circumstances: byCaller(caller) };
    return this.decisions.decideMonth({ ...target, expect }, (month, context, scene) => {
      const facts = this.rule(month, input, context);
      this.spending.book(scene, target.agreementId, facts);
      return facts;
    });
  }
}
