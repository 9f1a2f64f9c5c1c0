import { Temporal } from 'temporal-polyfill';
import type { Voice } from '../voice.js';

const ZONE = 'Europe/Berlin';

const PROBLEMS = `problems { code message ... on BusinessProblem { details }
  ... on AllotmentExhaustedProblem { period availableMinutes requestedMinutes shortfallMinutes } }`;
/** What a mutation made inside the request. */
const MADE: Readonly<Record<string, string>> = {
  askQuestion: 'questionId',
  raiseConcern: 'concernId',
  proposeAlternative: 'alternativeId',
  setOutcomeTarget: 'targetId',
};

interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly [detail: string]: unknown;
}

interface Payload {
  readonly request: { readonly id: string; readonly status: string } | null;
  readonly problems: readonly Refusal[];
  readonly [made: string]: unknown;
}

/** As printed: `REQ-1` … `REQ-8`. */
export type Reference = `REQ-${number}`;

export const instantOf = (local: string): string =>
  Temporal.PlainDateTime.from(local).toZonedDateTime(ZONE).toInstant().toString();

/** The number in what is printed, e.g. 1 of `AG-1`. */
export const numberOf = (reference: string): number => Number(reference.split('-')[1]);

const inputTypeOf = (mutation: string): string => `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`;

/** Mutations that make something take no version. */
const MAKING: ReadonlySet<string> = new Set([
  'createRequest',
  'draftAgreement',
  'inviteProvider',
  'proposeRoadmapItem',
  'schedulePlanning',
]);

/** Something that happens by itself at a time of the story, before what is told at that time or later. */
export interface Happening {
  /** Local time, e.g. `2026-01-07T09:10`. */
  readonly at: string;
  readonly deed: (quarter: Quarter) => Promise<unknown>;
}

export interface Cast {
  /** Global ids by what they are called at work. */
  readonly people: ReadonlyMap<string, string>;
  readonly teams: ReadonlyMap<string, string>;
}

/**
 * The workspace of the demo quarter on its test clock: its people call the service, one after the other, day by day. Every step carries a
 * key of its own, so that a story that was cut short is told again from the beginning and goes on where it ended.
 */
export class Quarter {
  private readonly requestIds = new Map<string, string>();
  private readonly happenings: Happening[] = [];
  private readonly known = new Map<string, string>();
  private steps = 0;
  private now = '';

  /** `provokes`: refusals of the story are provoked as well; they store nothing. */
  constructor(
    private readonly voice: Voice,
    private readonly cast: Cast,
    readonly provokes = false,
  ) {}

  /** Adds what happens by itself; to be told of before its time comes. */
  expects(happenings: readonly Happening[]): void {
    this.happenings.push(...happenings);
    this.happenings.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  }

  /** Lets the clock go on to a local time, e.g. `2026-01-05T09:00`, and waits for whatever was due on the way. */
  async at(local: string): Promise<void> {
    for (let next = this.happenings[0]; next && next.at < local; next = this.happenings[0]) {
      this.happenings.shift();
      await this.advance(next.at);
      await next.deed(this);
    }
    await this.advance(local);
  }

  personId(title: string): string {
    return required(this.cast.people, title);
  }

  teamId(name: string): string {
    return required(this.cast.teams, name);
  }

  requestId(reference: Reference): string {
    return required(this.requestIds, reference);
  }

  /** An id the story made before, e.g. of `AG-1`. */
  idOf(name: string): string {
    return required(this.known, name);
  }

  remember(name: string, id: string): void {
    this.known.set(name, id);
  }

  async create(
    as: string,
    reference: Reference,
    what: { readonly title: string; readonly type: string },
  ): Promise<void> {
    const input = { ...what, consumerTeamId: this.teamId('Marketing') };
    const known = () => this.asks<Made | null>(as, `{ request(number: ${numberOf(reference)}) { id reference } }`);
    this.requestIds.set(reference, await this.makes(as, 'createRequest', { input, made: 'request', known, reference }));
  }

  /**
   * Makes what has a number; gives its id. What a telling that was cut short has made is found: the same key once more would draw another
   * number for nothing, and leave a gap.
   */
  async makes(as: string, mutation: string, { input, made, known, reference }: Making): Promise<string> {
    const found = await known();
    if (found) {
      this.steps += 1;
      return found.id;
    }
    const fields = `${made} { id reference }`;
    const { [made]: one } = await this.gives<Record<string, Made>>(as, mutation, { input, fields });
    if (one?.reference !== reference) throw new Error(`${reference} became ${one?.reference}.`);
    return one.id;
  }

  /** A command on a request that must be carried out. */
  does(as: string, mutation: string, reference: Reference, input: object = {}): Promise<Payload> {
    const fields = `request { id status } ${MADE[mutation] ?? ''}`;
    return this.gives<Payload>(as, mutation, { input: { requestId: this.requestId(reference), ...input }, fields });
  }

  /** A command that must be carried out. A step that was taken before, of which something was read meanwhile, is done. */
  async gives<Shape extends object>(as: string, mutation: string, { input, fields }: Giving): Promise<Shape> {
    this.steps += 1;
    const key = `quarter/${this.steps}/${mutation}`;
    const payload = await this.call<Shape & Refusable>({ as, mutation, input, fields, key });
    const problem = payload.problems.find(({ code }) => code !== 'IDEMPOTENCY_KEY_REUSED');
    if (problem) throw new Error(`${as}: ${mutation} ${JSON.stringify(input)}: ${JSON.stringify(problem)}`);
    return payload;
  }

  /** The problem with which a command on a request must be refused; null where nobody tries. */
  isRefused(as: string, mutation: string, reference: Reference, given: Refused): Promise<Refusal | null> {
    const input = { requestId: this.requestId(reference), ...given.input };
    return this.refused(as, mutation, { ...given, input });
  }

  /** The problem with which a command must be refused; null where nobody tries. */
  async refused(as: string, mutation: string, given: Refused): Promise<Refusal | null> {
    if (!this.provokes) return null;
    const { input = {}, onBehalfOf } = given;
    const headers: Record<string, string> =
      onBehalfOf === undefined ? {} : { 'on-behalf-of': this.personId(onBehalfOf) };
    const { problems } = await this.call<Refusable>({ as, mutation, input, headers });
    const [problem] = problems;
    if (problem?.code !== given.code)
      throw new Error(`${mutation} ${JSON.stringify(input)}: ${JSON.stringify(problems)}`);
    return problem;
  }

  /** Commands of one person on one request, in this order. */
  async each(as: string, mutation: string, reference: Reference, inputs: readonly object[]): Promise<void> {
    for (const input of inputs) await this.does(as, mutation, reference, input);
  }

  async delegate(from: string, to: string, what: { readonly role: string; readonly on: string }): Promise<void> {
    const input = { role: what.role, from: what.on, until: what.on, deputyId: this.personId(to) };
    await this.gives(from, 'delegateRole', { input, fields: '' });
  }

  /** The answer of a query's only root field. */
  asks<Shape>(as: string, query: string, variables: Record<string, unknown> = {}): Promise<Shape> {
    return this.voice.answer<Shape>(query, { as, variables });
  }

  /** Fields of one request. */
  shows<Shape>(reference: Reference, fields: string): Promise<Shape> {
    const id = this.requestId(reference);
    return this.asks<Shape>('CTO', `query ($id: ID!) { request(id: $id) { ${fields} } }`, { id });
  }

  private async advance(local: string): Promise<void> {
    let to = instantOf(local);
    const begins = this.now === '';
    if (begins) this.now = (await this.asks<{ now: string }>('Administrator', '{ viewer { now } }')).now;
    if (Date.parse(to) <= Date.parse(this.now)) {
      if (!begins) return;
      // Told again, the clock may be further on already, and what was due there not done yet.
      to = this.now;
    }
    const mutation = `mutation ($to: Instant!) { advanceClock(input: { to: $to }) { now ${PROBLEMS} } }`;
    const { problems } = await this.voice.answer<Refusable>(mutation, { as: 'Administrator', variables: { to } });
    if (problems[0]) throw new Error(`The clock at ${local}: ${JSON.stringify(problems)}`);
    this.now = to;
  }

  private call<Shape>({ as, mutation, input, fields = '', key = null, headers = {} }: Call): Promise<Shape> {
    const expect = MAKING.has(mutation) || mutation === 'recordTime' ? '' : ', expect: { latest: true }';
    const document = `mutation ($input: ${inputTypeOf(mutation)}, $key: String) {
      ${mutation}(input: $input${expect}, idempotencyKey: $key) { ${fields} ${PROBLEMS} } }`;
    return this.voice.answer<Shape>(document, { as, variables: { input, key }, headers });
  }
}

interface Refusable {
  readonly problems: readonly Refusal[];
}

export interface Made {
  readonly id: string;
  readonly reference: string;
}

interface Making {
  readonly input: object;
  /** The payload's field. */
  readonly made: string;
  /** Looks for it. */
  readonly known: () => Promise<Made | null>;
  /** As printed, e.g. `REQ-1`. */
  readonly reference: string;
}

interface Giving {
  readonly input: object;
  /** What of the payload is asked for. */
  readonly fields: string;
}

interface Call {
  readonly as: string;
  readonly mutation: string;
  readonly input: object;
  readonly fields?: string;
  readonly key?: string | null;
  readonly headers?: Record<string, string>;
}

interface Refused {
  readonly code: string;
  readonly input?: object;
  readonly onBehalfOf?: string;
}

const required = (map: ReadonlyMap<string, string>, key: string): string => {
  const found = map.get(key);
  if (found === undefined) throw new Error(`There is no ${key} in this quarter.`);
  return found;
};
