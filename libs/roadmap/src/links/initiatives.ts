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
    // OFFSET 0: a document is opened once, not again for each of its requests.
    return sql`SELECT known.item_id AS initiative_id, 'RM-' || known.number AS reference, known.title, part.subject_kind, part.subject_id
      FROM (SELECT v.item_id, v.number, v.document->>'title' AS title, v.document->'links' AS links
        FROM roadmap.item_version v WHERE ${items} OFFSET 0) AS known
      CROSS JOIN LATERAL (
        SELECT 'ROADMAP_ITEM', known.item_id UNION ALL
        SELECT 'REQUEST', (link->>'requestId')::uuid FROM jsonb_array_elements(known.links) AS link
      ) AS part (subject_kind, subject_id)`;
  }
}
