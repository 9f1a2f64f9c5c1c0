import { randomUUID } from 'node:crypto';
import { serviceSecret, toGlobalId } from '#libs/api-kit';
import type pg from 'pg';
import { EventLog, PostgresLogStore } from '#libs/event-log';
import { DEMO_WORKSPACE_ID, ensureDemo, operatorCommand, PeopleStore, type Role, Tokens } from '#libs/people';
import { request, type RequestEvent } from '#libs/requests';
import { logModel } from '../../apps/api/src/contexts.js';
import { draftFacts } from './drafts.js';

/** A caller may do 1,200 operations a minute with one token; the clients share as many as they need. */
const TOKENS = 60;
const TOGETHER = 32;

/** The demo workspace, filled by the kernel itself. */
export class OurData {
  private number = 0;

  private constructor(
    private readonly log: EventLog,
    readonly tokens: readonly string[],
    private readonly requesterId: string,
    private readonly teamId: string,
  ) {}

  /** `role`: of the person whose tokens these are. */
  static async prepare(pool: pg.Pool, role: Role = 'MARKETING_MEMBER'): Promise<OurData> {
    const log = new EventLog(new PostgresLogStore(pool), logModel());
    const people = new PeopleStore(pool);
    const key = (await serviceSecret(pool, 'demo')).toString('hex');
    const demo = await ensureDemo(log, people, { key });
    const { personId } = demo.find((access) => access.role === role)!.person;
    const tokens: string[] = [];
    for (let count = 0; count < TOKENS; count += 1) {
      const command = operatorCommand({ workspaceId: DEMO_WORKSPACE_ID, operation: 'mintToken', input: { count } });
      const asked = { personId, label: 'bench', roles: null, scopes: null, expiresAt: null };
      tokens.push((await new Tokens(log, people).mint(command, asked, null)).token!);
    }
    const sql = `select team_id as id from people.team where workspace_id = $1 and name = 'Marketing'`;
    const { rows } = await pool.query<{ id: string }>(sql, [DEMO_WORKSPACE_ID]);
    return new OurData(log, tokens, personId, rows[0]!.id);
  }

  get requester(): { workspaceId: string; personId: string; teamId: string } {
    return { workspaceId: DEMO_WORKSPACE_ID, personId: this.requesterId, teamId: this.teamId };
  }

  /** Global ids of so many new requests that could be submitted; `also`: what else happened to each. */
  async drafts(count: number, also: readonly RequestEvent[] = []): Promise<string[]> {
    const ids = Array.from({ length: count }, () => randomUUID());
    const waiting = [...ids];
    const write = async (): Promise<void> => {
      for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) await this.draft(id, also);
    };
    await Promise.all(Array.from({ length: TOGETHER }, write));
    return ids.map((id) => toGlobalId('Request', id));
  }

  private async draft(id: string, also: readonly RequestEvent[]): Promise<void> {
    const command = operatorCommand({ workspaceId: DEMO_WORKSPACE_ID, operation: 'createRequest', input: { id } });
    const facts = draftFacts({
      number: (this.number += 1),
      requesterId: this.requesterId,
      consumerTeamId: this.teamId,
    });
    await this.log.decideOne(command, { aggregate: request, id, expect: 'new' }, () => [...facts, ...also]);
  }
}
