import type { Period } from '#libs/vocabulary';
import {
  adjustGrant,
  type Agreement,
  type AgreementEvent,
  type AgreementState,
  type AgreementTerms,
  type AllotmentEvent,
  amendAgreement,
  disputeLine,
  draftAgreement,
  evolveAgreement,
  setRate,
  signAgreement,
  type TimeEntryEvent,
} from '../domain/index.js';
import { Desk, work } from '../domain/book.spec-kit.js';
import { ag1, people, standardTerms } from '../domain/given.spec-kit.js';

/** Facts of an agreement, its months and its entries; people, teams and the request have the names of the rules' specs. */
export interface Story {
  readonly agreement: readonly AgreementEvent[];
  readonly months: ReadonlyMap<Period, readonly AllotmentEvent[]>;
  readonly entries: ReadonlyMap<string, readonly TimeEntryEvent[]>;
}

/** The month that is over where the bench stands, the one that runs, and the next. */
export const DECEMBER = '2025-12';
export const JANUARY = '2026-01';
export const FEBRUARY = '2026-02';
/** The day on which the bench stands. */
const TODAY = '2026-01-05';

const on = (actor: (typeof people)[keyof typeof people], today: string) => ({
  now: `${today}T08:00:00.000Z`,
  today,
  actor,
});

const known = (facts: readonly AgreementEvent[]): Agreement =>
  facts.reduce(evolveAgreement, { status: 'unknown' } as Agreement);

const drafted = (change: Partial<AgreementTerms> = {}, validFrom: Period = DECEMBER): AgreementEvent[] => {
  const grant = { kind: 'POOL', minutesPerMonth: 600 } as const;
  const terms = { ...standardTerms, grant, debtAllowed: true, ...change };
  const [rate] = ag1.rates;
  const rates = [{ ...rate!, effectiveFrom: `${validFrom}-01` }];
  return draftAgreement(known([]), { ...ag1, validFrom, terms, rates });
};

const signedBy = (facts: readonly AgreementEvent[], ...sides: readonly ('CONSUMER' | 'PROVIDER')[]) =>
  sides.reduce<readonly AgreementEvent[]>((before, side) => {
    const lead = side === 'CONSUMER' ? people.cmo : people.cto;
    return [...before, ...signAgreement(known(before), { side }, on(lead, '2025-10-20'))];
  }, facts);

/** An agreement alone: only written down, or signed. */
const alone = (agreement: readonly AgreementEvent[]): Story => ({ agreement, months: new Map(), entries: new Map() });

/** A signed agreement from December on, or from another month, whose first months are open; the first one has begun. */
function told(tell: (desk: Desk) => void, change: Partial<AgreementTerms> = {}, validFrom: Period = DECEMBER): Story {
  const agreement = signedBy(drafted(change, validFrom), 'CONSUMER', 'PROVIDER');
  const desk = new Desk(known(agreement) as AgreementState);
  desk.today = '2025-10-25';
  desk.openMonths(validFrom, 4);
  desk.start(validFrom);
  tell(desk);
  const entries = new Map<string, TimeEntryEvent[]>();
  for (const { entryId, fact } of desk.entryFacts) entries.set(entryId, [...(entries.get(entryId) ?? []), fact]);
  const months = [...desk.facts].map(([period, dated]) => [period, dated.map(({ fact }) => fact)] as const);
  return { agreement, months: new Map(months), entries };
}

/** January runs; `tell` goes on today. */
const inJanuary = (tell: (desk: Desk) => void = () => undefined, change: Partial<AgreementTerms> = {}): Story =>
  told((desk) => {
    desk.start(JANUARY);
    desk.today = TODAY;
    tell(desk);
  }, change);

const entry = (entryId = 'e-1', minutes = 60, requestId: string | null = null) => work({ entryId, minutes, requestId });

const closing = (desk: Desk): void => {
  desk.today = '2025-12-10';
  desk.record(entry());
  desk.record(entry('e-2', 30));
  desk.start(JANUARY);
  desk.today = '2026-01-02';
  desk.beginClosing(DECEMBER, '2026-01-04');
  desk.today = TODAY;
};
const issued = (desk: Desk): void => {
  closing(desk);
  desk.issue(DECEMBER, '2026-01-12');
};
const accepted = (desk: Desk): void => {
  issued(desk);
  desk.accept(DECEMBER);
};
const closed = (desk: Desk): void => {
  accepted(desk);
  desk.close(DECEMBER);
};
const disputed = (desk: Desk): void => {
  issued(desk);
  const line = { lineId: 'e-1:BASE', entryId: 'e-1', reason: 'Not ours.' };
  const streams = { month: desk.month(DECEMBER), entry: desk.entry('e-1') };
  desk.add(DECEMBER, disputeLine(streams, line, desk.ctx(people.cmo, DECEMBER)));
};
const wished = (desk: Desk): void => {
  const wish = { minutes: 30, side: 'CONSUMER', reason: 'A fair.' } as const;
  desk.add(JANUARY, adjustGrant(desk.month(JANUARY), wish, desk.ctx(people.cmo, JANUARY)));
};

const active = signedBy(drafted(), 'CONSUMER', 'PROVIDER');
const state = { agreement: known(active), months: [] };
const otherTerms = { effectiveFromPeriod: '2026-03', changes: { graceWorkingDays: 4 }, side: 'CONSUMER' } as const;
const otherRate = {
  activity: null,
  role: null,
  perHour: { minor: 12_345, currency: 'EUR' },
  effectiveFrom: '2026-03-01',
  side: 'CONSUMER',
} as const;

/** Where an agreement and its months can stand. */
export const stories = {
  drafted: alone(drafted()),
  signedByConsumer: alone(signedBy(drafted(), 'CONSUMER')),
  /** Signed, its months not opened. */
  signed: alone(active),
  /** Marketing wants other terms. */
  wantedTerms: alone([...active, ...amendAgreement(state, otherTerms, on(people.cmo, TODAY))]),
  /** Marketing wants another rate: 123.45 EUR. */
  wantedRate: alone([...active, ...setRate(state, otherRate, on(people.cmo, TODAY))]),
  /** Open from December to March; January runs. */
  running: inJanuary(),
  noDebt: inJanuary(
    (desk) => {
      desk.record(entry('e-0', 600));
      desk.record(entry());
    },
    { debtAllowed: false },
  ),
  /** `e-1`: 60 minutes of January, recorded today. */
  booked: inJanuary((desk) => desk.record(entry())),
  reversed: inJanuary((desk) => {
    desk.record(entry());
    desk.reverse(JANUARY, 'e-1');
  }),
  reserved: inJanuary((desk) => desk.reserve(JANUARY, 'REQ-1', 300)),
  /** `O1` waits for both leads. */
  overage: inJanuary((desk) => desk.askOverage(JANUARY, 'REQ-1', 60)),
  /** `O1` is signed for marketing. */
  overageSigned: inJanuary((desk) => {
    desk.askOverage(JANUARY, 'REQ-1', 60);
    desk.signOverage(JANUARY, 'O1', 'CONSUMER', people.cmo);
  }),
  /** `e-1` is covered by nothing. */
  uncovered: inJanuary((desk) => {
    desk.record(entry('e-0', 600));
    desk.record(entry());
  }),
  /** December is over with 60 minutes that nothing covers. */
  undecided: told((desk) => {
    desk.today = '2025-12-10';
    desk.record(entry('e-0', 600));
    desk.record(entry());
    desk.start(JANUARY);
    desk.today = '2026-01-02';
    desk.beginClosing(DECEMBER, '2026-01-04');
  }),
  /** `C1`: marketing wants 30 minutes more. */
  wished: inJanuary(wished),
  /** December is over, its days of grace as well; `e-1` are 60 minutes of it, `e-2` 30. */
  closing: told(closing),
  issued: told(issued),
  /** `S1`: marketing doubts `e-1:BASE`. */
  disputed: told(disputed),
  accepted: told(accepted),
  /** December has a statement that is accepted, and November is not closed. */
  outOfOrder: told(
    (desk) => {
      desk.start(DECEMBER);
      accepted(desk);
    },
    {},
    '2025-11',
  ),
  /** December is closed. */
  closed: told(closed),
  /** 30 minutes of `e-1` are credited in January. */
  credited: told((desk) => {
    closed(desk);
    desk.credit(JANUARY, DECEMBER, { entryId: 'e-1', minutes: -30 });
  }),
} as const;
