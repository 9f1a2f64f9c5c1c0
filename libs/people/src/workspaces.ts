import { randomUUID } from 'node:crypto';
import { ValidationFailed } from '#libs/event-log';
import type { Pool } from 'pg';
import { checkTimeZone } from './domain/team.rules.js';

export interface Workspace {
  readonly workspaceId: string;
  readonly name: string;
  /** Its time is a test clock that only moves by command. */
  readonly sandbox: boolean;
  /** IANA zone of its days. */
  readonly timeZone: string;
}

/** The kernel's test clocks. */
export interface SandboxClocks {
  /** From now on it is `startsAt` (RFC 3339, UTC) in this workspace; does nothing when it has a clock already. */
  createSandbox(workspaceId: string, startsAt: string): Promise<void>;
}

export interface NewWorkspace {
  readonly name: string;
  readonly sandbox?: boolean;
  readonly timeZone?: string;
  /** A sandbox's first instant; the present one unless told. */
  readonly startsAt?: string;
  readonly workspaceId?: string;
}

const INSERT = `
insert into people.workspace (workspace_id, name, sandbox, time_zone) values ($1, $2, $3, $4)
on conflict (workspace_id) do nothing`;

const LIST = `
select workspace_id as "workspaceId", name, sandbox, time_zone as "timeZone" from people.workspace
where $1::uuid is null or workspace_id = $1 order by created_at, workspace_id limit $2`;

/** Workspaces: made by the operator, who needs no right in them. */
export class Workspaces {
  constructor(
    private readonly pool: Pick<Pool, 'query'>,
    private readonly clocks: SandboxClocks,
  ) {}

  /** The clock comes first: a sandbox must not live an instant in real time. */
  async create(wanted: NewWorkspace): Promise<Workspace> {
    const { sandbox = false, timeZone = 'UTC', workspaceId = randomUUID() } = wanted;
    const name = wanted.name.trim();
    if (name.length < 1 || name.length > 200) throw new ValidationFailed('A name has 1 to 200 characters.', ['name']);
    checkTimeZone(timeZone, ['timeZone']);
    if (sandbox) await this.clocks.createSandbox(workspaceId, wanted.startsAt ?? new Date().toISOString());
    await this.pool.query(INSERT, [workspaceId, name, sandbox, timeZone]);
    return { workspaceId, name, sandbox, timeZone };
  }

  async find(workspaceId: string): Promise<Workspace | null> {
    const { rows } = await this.pool.query<Workspace>(LIST, [workspaceId, 1]);
    return rows[0] ?? null;
  }

  /** Oldest first. */
  async list(limit = 1000): Promise<Workspace[]> {
    const { rows } = await this.pool.query<Workspace>(LIST, [null, limit]);
    return rows;
  }
}
