import { type ApiContext, loaderOf, readerOf } from '#libs/api-kit';
import { PeopleLoaders, type Person } from '#libs/people';
import type { LocalDate } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import type { GraphQLResolveInfo } from 'graphql';
import pg from 'pg';
import type { RiskPolicy } from '../domain/index.js';
import { policyInForce } from './policy-in-force.js';

/** What the fields of a risk look up beside its review: one statement for all risks of an operation. */
@Injectable()
export class RiskLookups {
  constructor(
    private readonly pool: pg.Pool,
    private readonly people: PeopleLoaders,
  ) {}

  person(context: ApiContext, info: GraphQLResolveInfo, id: string): Promise<Person | null> | Person | null {
    return this.people.person(readerOf(info), context, id);
  }

  /** What held on a local day. */
  policyOn(context: ApiContext, info: GraphQLResolveInfo, day: LocalDate): Promise<RiskPolicy> {
    const { workspaceId } = readerOf(info).viewer;
    const batch = (days: readonly LocalDate[]) =>
      Promise.all(days.map((one) => policyInForce(this.pool, workspaceId, one)));
    return loaderOf<LocalDate, RiskPolicy>(context, 'risk.policy', batch).load(day);
  }
}
