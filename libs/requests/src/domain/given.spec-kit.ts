import type { Actor } from '#libs/vocabulary';
import type { Recorded } from '#libs/event-log';
import { Refusal } from '#libs/event-log';
import { request as aggregate } from './evolve.js';
import type { RuleContext } from './context.js';
import type { RequestEvent } from './facts.js';
import { defaultPolicy } from './policy.js';
import type { Request } from './state.js';

export type Rule<Input> = (request: Request, input: Input, ctx: RuleContext) => RequestEvent[];

/** The cast: who they are, what they hold, on which side. */
export const people = {
  requester: { personId: 'p-mara', roles: ['MARKETING_MEMBER'], side: 'CONSUMER', grant: 'own' },
  stranger: { personId: 'p-otto', roles: ['MARKETING_MEMBER'], side: 'CONSUMER', grant: 'own' },
  cmo: { personId: 'p-cleo', roles: ['MARKETING_LEAD'], side: 'CONSUMER', grant: 'all' },
  cto: { personId: 'p-theo', roles: ['ENGINEERING_LEAD'], side: 'PROVIDER', grant: 'all' },
  engineer: { personId: 'p-enno', roles: ['ENGINEER'], side: 'PROVIDER', grant: 'all' },
  manager: { personId: 'p-pia', roles: ['PRODUCT_MANAGER'], side: 'PROVIDER', grant: 'all' },
  reviewer: { personId: 'p-rita', roles: ['RISK_REVIEWER'], side: null, grant: 'all' },
  /** Holds both lead roles. */
  both: { personId: 'p-bo', roles: ['MARKETING_LEAD', 'ENGINEERING_LEAD'], side: 'CONSUMER', grant: 'all' },
} as const satisfies Record<string, Actor>;

export const today = '2026-01-05';

export const contextOf = (actor: Actor, change: Partial<RuleContext> = {}): RuleContext => ({
  now: '2026-01-05T08:00:00.000Z',
  today,
  actor,
  policy: defaultPolicy,
  ...change,
});

/** A fact as the log would store it, done by `actor`. */
export function record(event: RequestEvent, version: number, actor: Actor): Recorded<RequestEvent> {
  return {
    ...event,
    eventId: `e-${version}`,
    workspaceId: 'w-1',
    streamId: 'request-1',
    version,
    position: version,
    recordedAt: `2026-01-05T08:00:00.${String(version % 1000).padStart(3, '0')}Z`,
    schemaVersion: 1,
    meta: {
      commandId: `c-${version}`,
      correlationId: 'k',
      actorId: actor.personId,
      actorRole: actor.roles[0] ?? 'NONE',
      ...(actor.onBehalfOf === undefined ? {} : { onBehalfOf: actor.onBehalfOf }),
    },
  };
}

/** One fact, the request after it, and what came before. */
export interface Past {
  readonly fact: RequestEvent;
  readonly state: Request;
  readonly before: Past | null;
}

/** A request with its history; each `when` leads on, the last one is asked what came of it. */
export class Scenario {
  private constructor(
    readonly state: Request,
    private readonly version: number,
    private readonly outcome: { facts: RequestEvent[] } | { refusal: Refusal },
    readonly past: Past | null,
  ) {}

  static readonly empty = new Scenario(aggregate.initial, 0, { facts: [] }, null);

  /** Facts that happened, whoever decided them. */
  given(facts: readonly RequestEvent[], actor: Actor = people.requester): Scenario {
    let { state, past } = this;
    facts.forEach((fact, index) => {
      state = aggregate.evolve(state, record(fact, this.version + index + 1, actor));
      past = { fact, state, before: past };
    });
    return new Scenario(state, this.version + facts.length, { facts: [...facts] }, past);
  }

  /** A command: its facts are added; a refusal adds nothing. */
  when<Input>(rule: Rule<Input>, input: Input, who: Actor | RuleContext): Scenario {
    const ctx = 'policy' in who ? who : contextOf(who);
    try {
      return this.given(rule(this.state, input, ctx), ctx.actor);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return new Scenario(this.state, this.version, { refusal: error }, this.past);
    }
  }

  /** The facts of the last command. */
  get facts(): RequestEvent[] {
    if ('refusal' in this.outcome) throw this.outcome.refusal;
    return this.outcome.facts;
  }

  get types(): string[] {
    return this.facts.map(({ type }) => type);
  }

  /** The code of the refusal; null when it was carried out. */
  get outcomeCode(): string | null {
    return 'refusal' in this.outcome ? this.outcome.refusal.code : null;
  }

  /** Code, details and path of the refusal. */
  get refusal(): Pick<Refusal, 'code' | 'category' | 'details' | 'path'> {
    if (!('refusal' in this.outcome)) throw new Error(`Not refused, but: ${this.types.join(', ') || 'no facts'}`);
    const { code, category, details, path } = this.outcome.refusal;
    return { code, category, details, path };
  }
}

/** Nothing happened yet. */
export const nothing = Scenario.empty;
