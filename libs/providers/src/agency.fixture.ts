import { checklistItems } from './domain/index.js';
import type { Cast, Member, ProvidersApi } from './providers.fixture.js';
import type { Payload, ShownProvider } from './providers-documents.fixture.js';

const eur = (minorUnits: number) => ({ minorUnits, currency: 'EUR' });

/** One agency and its way through the mutations: Studio North, whose designer is in the team `studio`. */
export class Agency {
  private constructor(
    readonly api: ProvidersApi,
    readonly cast: Cast,
    /** Global id. */
    readonly id: string,
    readonly shown: ShownProvider,
  ) {}

  static async invited(api: ProvidersApi, change: object = {}): Promise<Agency> {
    const cast = await api.cast();
    const input = { name: 'Studio North', teamId: cast.studio, contactId: cast.designer.id, ceiling: eur(500_000) };
    const rateCard = [{ work: 'Design', rate: eur(11_000) }];
    const { provider } = await api.done(cast.cto, 'inviteProvider', { ...input, rateCard, ...change });
    return new Agency(api, cast, provider!.id, provider!);
  }

  /** Every item proved by the agency's designer and verified by the reviewer, but for those named. */
  static async reviewed(api: ProvidersApi, open: readonly string[] = []): Promise<Agency> {
    const agency = await Agency.invited(api);
    for (const item of checklistItems.filter((one) => !open.includes(one))) {
      await agency.does('designer', 'submitEvidence', { item, link: `https://docs.example/${item}` });
      await agency.does('reviewer', 'verifyItem', { item, ok: true });
    }
    return agency;
  }

  static async approved(api: ProvidersApi, validUntil = '2026-06-30'): Promise<Agency> {
    const agency = await Agency.reviewed(api);
    await agency.does('cto', 'approveProvider', { validUntil });
    return agency;
  }

  /** A command that must be carried out. */
  async does(who: keyof Cast, name: string, input: object = {}): Promise<ShownProvider> {
    const { provider } = await this.api.done(this.cast[who] as Member, name, { providerId: this.id, ...input });
    return provider!;
  }

  /** Problems of a command that must be refused. */
  refused(who: keyof Cast, name: string, input: object = {}): Promise<Payload['problems']> {
    return this.api.refused(this.cast[who] as Member, name, { providerId: this.id, ...input });
  }

  async codes(who: keyof Cast, name: string, input: object = {}): Promise<string[]> {
    return (await this.refused(who, name, input)).map(({ code }) => code);
  }

  /** Types of what happened to it, in order. */
  async course(): Promise<string[]> {
    await this.api.readable();
    const query = `query ($id: ID!) { provider(id: $id) { history(first: 200) { changes { type } } } }`;
    const found = await this.api.ask<{ history: { changes: { type: string }[] } }>(query, this.cast.auditor, {
      id: this.id,
    });
    return found.history.changes.map(({ type }) => type);
  }
}
