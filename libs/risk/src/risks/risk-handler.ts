import { Injectable } from '@nestjs/common';
import type { ICommandHandler } from '@nestjs/cqrs';
import { type ReviewChange, type ReviewCommand, RiskDecisions } from '../decisions.js';
import type { Review, ReviewDecision, ReviewEvent, RiskContext } from '../domain/index.js';
import { type RiskKey, riskKeyOf } from '../ids.js';
import type { RiskInput } from './risk.input.js';

/** What a rule is asked: the input, with the risk named inside of its review. */
export type AskedOfRisk<Input extends RiskInput> = Omit<Input, 'riskId'> & RiskKey;

/** Carries out a command on a risk by its rule. */
@Injectable()
export abstract class RiskHandler<Input extends RiskInput> implements ICommandHandler<ReviewCommand<Input>> {
  protected abstract readonly rule: (
    review: Review,
    input: AskedOfRisk<Input>,
    context: RiskContext,
  ) => ReviewDecision | readonly ReviewEvent[];

  constructor(private readonly decisions: RiskDecisions) {}

  execute(command: ReviewCommand<Input>): Promise<ReviewChange> {
    const { riskId, ...asked } = command.input;
    const key = riskKeyOf(riskId);
    return this.decisions.change(command, key, (review, context) => this.rule(review, { ...asked, ...key }, context));
  }
}
