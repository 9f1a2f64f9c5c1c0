import { type CanActivate, type ExecutionContext, Injectable, UnauthorizedException } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { DataSource } from 'typeorm';
import { isRight, type Right, type Role, ROLES } from '#libs/people';

export interface CrudViewer {
  readonly workspaceId: string;
  readonly personId: string;
  readonly roles: readonly Role[];
  readonly scopes: readonly Right[] | null;
}

export interface CrudContext {
  readonly req: FastifyRequest;
  viewer?: CrudViewer;
}

interface TokenRow {
  readonly workspace_id: string;
  readonly person_id: string;
  readonly roles: readonly { readonly role: string }[];
  readonly scopes: readonly string[] | null;
}

const TOKEN = `
select t.workspace_id, t.person_id, t.scopes, p.roles from crud.token t
join crud.person p on p.workspace_id = t.workspace_id and p.id = t.person_id
where t.hash = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > clock_timestamp())`;

const isRole = (name: string): name is Role => ROLES.some((role) => role === name);

/** Who calls, by the hash of the bearer token; asked of the database for every call, so that a revoked token ends at once. */
@Injectable()
export class TokenGuard implements CanActivate {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  async canActivate(host: ExecutionContext): Promise<boolean> {
    const context = GqlExecutionContext.create(host).getContext<CrudContext>();
    const token = /^Bearer +(twl_[A-Za-z0-9_-]{43})$/.exec(context.req.headers.authorization ?? '')?.[1];
    if (token === undefined) throw new UnauthorizedException();
    const [row] = await this.database.query<TokenRow[]>(TOKEN, [createHash('sha256').update(token).digest()]);
    if (!row) throw new UnauthorizedException();
    context.viewer = {
      workspaceId: row.workspace_id,
      personId: row.person_id,
      roles: row.roles.map(({ role }) => role).filter(isRole),
      scopes: row.scopes?.filter(isRight) ?? null,
    };
    return true;
  }
}
