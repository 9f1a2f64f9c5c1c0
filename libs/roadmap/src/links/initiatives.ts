import { allOf, type Sql, sql } from '#libs/api-kit';
import { Initiatives, type InitiativeSort } from '#libs/risk';
import { Injectable } from '@nestjs/common';
import { allHeldAt, type RoadmapAt } from '../pictures/held.js';

/** Items as they are told by their requests: what a request brings, its items bring. Dropped ones bring nothing any more. */
@Injectable()
export class RoadmapInitiatives extends Initiatives {
  override subjectsAt(at: RoadmapAt, sort: InitiativeSort): Sql {
    const items = allOf([
      allHeldAt(at),
      sql`v.status <> 'DROPPED'`,
      ...(sort === 'CAMPAIGN' ? [sql`v.kind IN ('CAMPAIGN', 'EVENT')`] : []),
    ]);
    return sql`SELECT v.item_id AS initiative_id, 'RM-' || v.number AS reference, v.document->>'title' AS title,
        part.subject_kind, part.subject_id
      FROM roadmap.item_version v CROSS JOIN LATERAL (
        SELECT 'ROADMAP_ITEM', v.item_id UNION ALL
        SELECT 'REQUEST', (link->>'requestId')::uuid FROM jsonb_array_elements(v.document->'links') AS link
      ) AS part (subject_kind, subject_id)
      WHERE ${items}`;
  }
}
