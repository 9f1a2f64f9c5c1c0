import { InputArg, moneyOf, Needs, Reader, toGlobalId } from '#libs/api-kit';
import { Horizon, NotFound, Past, type Recorded, ValidationFailed } from '#libs/event-log';
import { Query, Resolver } from '@nestjs/graphql';
import { AgreementReader } from '../agreements/agreement-reader.js';
import { rolloverOf } from '../agreements/terms.input.js';
import {
  addMonths,
  type AgreementState,
  allotment,
  type AllotmentEvent,
  allotmentId,
  assumptions,
  changedTerms,
  type Demand,
  minorIn,
  monthOf,
  type Outcome,
  type PolicyChanges,
  type RecordedFact,
  requireTerms,
  requireRate,
  type WhatIf,
  whatIf,
} from '../domain/index.js';
import { toMoneyReaders } from '../looked-up.js';
import { AllotmentSimulation, SimulateAllotmentInput } from './simulate-allotment.type.js';
import { toldTypes } from './told-types.js';

/** Months of one window. */
const MOST_MONTHS = 24;
/** Items of a list one answer shows. */
const MOST = 500;

/** Answers what another policy would have meant; touches no stream. */
@Resolver()
export class SimulateAllotmentView {
  constructor(
    private readonly agreements: AgreementReader,
    private readonly past: Past,
    private readonly horizon: Horizon,
  ) {}

  @Query(() => AllotmentSimulation, {
    complexity: 500,
    description:
      'Replays the recorded months of an agreement under another policy, in memory: what they would have come to, and what would have been ' +
      'refused. NOT_FOUND, VALIDATION_FAILED, CURRENCY_MISMATCH.',
  })
  @Needs('hours.simulate')
  async simulateAllotment(
    @InputArg() input: SimulateAllotmentInput,
    @Reader() reader: Reader,
  ): Promise<AllotmentSimulation> {
    const { workspaceId } = reader.viewer;
    const periods = periodsOf(input);
    const [row] = await this.agreements.rows(workspaceId, [input.agreementId]);
    if (!row || row.document.status === 'DRAFT') throw new NotFound('agreement that holds', ['input', 'agreementId']);
    const agreement = row.document;
    const [changes, demand] = [changesOf(input, agreement), demandOf(input)];
    const position = this.horizon.current().safe;
    const facts = await this.factsOf(workspaceId, { agreementId: input.agreementId, periods, position });
    const answer = whatIf({ agreement, from: periods[0]!, to: periods.at(-1)!, changes, demand }, facts);
    return shown(answer, { currency: agreement.currency, demand, position });
  }

  /** What the months were told, in the order of the log. */
  private async factsOf(
    workspaceId: string,
    { agreementId, periods, position }: { agreementId: string; periods: readonly string[]; position: number },
  ): Promise<RecordedFact[]> {
    const ids = periods.map((period) => allotmentId(agreementId, period));
    const streams = await this.past.eventsAt(allotment.type, { workspaceId, ids, position, types: toldTypes });
    return streams
      .flatMap((events, index) =>
        (events as Recorded<AllotmentEvent>[]).map((event) => ({
          period: periods[index]!,
          at: event.recordedAt,
          event,
        })),
      )
      .sort((a, b) => a.event.position - b.event.position);
  }
}

function periodsOf(input: SimulateAllotmentInput): string[] {
  const from = monthOf(input.from, ['input', 'from']);
  const to = monthOf(input.to, ['input', 'to']);
  const periods: string[] = [];
  for (let period = from; period <= to && periods.length <= MOST_MONTHS; period = addMonths(period, 1))
    periods.push(period);
  if (periods.length === 0 || periods.length > MOST_MONTHS)
    throw new ValidationFailed(`Name a window of 1 to ${MOST_MONTHS} months.`, ['input', 'to']);
  return periods;
}

/** Price of every hour, in the agreement's minor units; null where it stays as it was. */
function priceOf({ perHour }: SimulateAllotmentInput, { currency, validFrom }: AgreementState): number | null {
  if (!perHour) return null;
  const money = { minor: perHour.minorUnits, currency: perHour.currency };
  const minorPerHour = minorIn(currency, money, ['input', 'perHour', 'currency']);
  const rate = { activity: null, role: null, minorPerHour, effectiveFrom: `${validFrom}-01` };
  return requireRate(rate, ['input', 'perHour']).minorPerHour;
}

const named = <T extends object>(values: { [K in keyof T]?: T[K] | null | undefined }): T =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value != null)) as T;

function changesOf(input: SimulateAllotmentInput, agreement: AgreementState): PolicyChanges {
  const { minutesPerMonth, rollover, overage } = input;
  const changes = named<PolicyChanges>({
    minutesPerMonth,
    rollover: rollover && rolloverOf(rollover),
    overage:
      overage &&
      named<NonNullable<PolicyChanges['overage']>>({ mode: overage.mode, factorPercent: overage.factorPercent }),
    minorPerHour: priceOf(input, agreement),
  });
  // What could not be agreed on is not simulated either.
  requireTerms(changedTerms(agreement, changes, agreement.validFrom));
  return changes;
}

function demandOf({ demand, factor }: SimulateAllotmentInput): Demand {
  if (demand !== 'SCALED') return { kind: demand };
  if (factor == null || factor <= 0 || factor > 10)
    throw new ValidationFailed('Say how many times as large, above 0 and at most 10.', ['input', 'factor']);
  return { kind: 'SCALED', factor };
}

const money = (minor: number, currency: string) => toMoneyReaders(() => moneyOf(minor, currency));

const shownOutcome = ({ months, ...sums }: Outcome, currency: string) => ({
  ...sums,
  months: months.map((month) => ({ ...month, amount: money(month.amount, currency) })),
  amount: money(sums.amount, currency),
});

const shown = (
  { simulated, recorded, refusals, displacedRequestIds }: WhatIf,
  { currency, demand, position }: { currency: string; demand: Demand; position: number },
): AllotmentSimulation =>
  Object.assign(new AllotmentSimulation(), {
    simulated: shownOutcome(simulated, currency),
    recorded: shownOutcome(recorded, currency),
    difference: money(simulated.amount - recorded.amount, currency),
    refusals: refusals
      .slice(0, MOST)
      .map((refusal) => ({ ...refusal, requestId: toGlobalId('Request', refusal.requestId) })),
    displacedRequestIds: displacedRequestIds.slice(0, MOST).map((id) => toGlobalId('Request', id)),
    assumptions: assumptions(demand),
    asOfPosition: position,
  });
